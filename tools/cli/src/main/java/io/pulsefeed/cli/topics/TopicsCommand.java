package io.pulsefeed.cli.topics;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed topics}. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = {
            "Compares the topics of a cluster with a profile, or applies the profile.",
            "The profiles are files in connect-config/topics."
        },
        subcommands = {TopicsPlanCommand.class, TopicsApplyCommand.class})
public final class TopicsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Specify a command: plan or apply.");
    }
}

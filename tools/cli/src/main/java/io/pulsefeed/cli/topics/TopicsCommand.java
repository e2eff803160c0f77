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
            "Compares the topics of a cluster with a profile, or makes them match.",
            "The profiles are files of connect-config/topics."
        },
        subcommands = {TopicsPlanCommand.class, TopicsApplyCommand.class})
public final class TopicsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with the topics: plan or apply.");
    }
}

package io.pulsefeed.cli.acls;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed acls}. */
@Command(
        name = "acls",
        mixinStandardHelpOptions = true,
        description = "Compares the ACLs of a secured cluster with security/acls.json, or applies them.",
        subcommands = {AclsPlanCommand.class, AclsApplyCommand.class})
public final class AclsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Specify a command: plan or apply.");
    }
}

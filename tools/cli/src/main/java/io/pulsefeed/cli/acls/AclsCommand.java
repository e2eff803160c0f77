package io.pulsefeed.cli.acls;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed acls}. */
@Command(
        name = "acls",
        mixinStandardHelpOptions = true,
        description = "Compares who may do what in a secured cluster with security/acls.json, or makes it match.",
        subcommands = {AclsPlanCommand.class, AclsApplyCommand.class})
public final class AclsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with the ACLs: plan or apply.");
    }
}

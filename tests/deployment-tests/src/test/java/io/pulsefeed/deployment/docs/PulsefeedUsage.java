package io.pulsefeed.deployment.docs;

import io.pulsefeed.benchmarks.BenchCommand;
import io.pulsefeed.cli.Main;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** Checks the subcommands and options of a pulsefeed command against its picocli model. */
final class PulsefeedUsage {

    private PulsefeedUsage() {}

    /** The first error in a command that starts with {@code pulsefeed}. */
    static Optional<String> fault(List<String> words) {
        boolean bench = words.size() > 1 && words.get(1).equals("bench");
        CommandLine command = Main.commandLine(bench ? new BenchCommand() : new Main());
        List<String> rest = words.subList(bench ? 2 : 1, words.size());
        boolean expectsSubcommand = true;
        for (String bracketed : rest) {
            String word = bracketed.replaceAll("^\\[|\\]$", "");
            if (word.startsWith("-") && word.length() > 1) {
                String option = word.replaceFirst("=.*", "");
                if (!command.getCommandSpec().optionsMap().containsKey(option)) {
                    return Optional.of("'" + name(command) + "' has no option " + option);
                }
                expectsSubcommand = false;
            } else if (expectsSubcommand && !command.getSubcommands().isEmpty() && !isPlaceholder(word)) {
                CommandLine next = command.getSubcommands().get(word);
                if (next == null) {
                    return Optional.of("'" + name(command) + "' has no subcommand " + word);
                }
                command = next;
            } else {
                expectsSubcommand = false;
            }
        }
        return Optional.empty();
    }

    private static boolean isPlaceholder(String word) {
        return word.equals("...") || word.equals("..") || word.equals(word.toUpperCase(java.util.Locale.ROOT));
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }
}

package io.pulsefeed.cli.options;

import io.pulsefeed.cli.UserError;
import java.io.Console;
import java.util.Locale;
import picocli.CommandLine.Option;

/** {@code --yes}: confirms a deletion. Without it, a command asks on the terminal. */
public final class ConfirmOption {

    @Option(names = "--yes", description = "Do not ask. Required if the process has no terminal.")
    private boolean yes;

    public boolean isGiven() {
        return yes;
    }

    /**
     * Whether the user agrees.
     *
     * @param question what is deleted, as a question
     * @throws UserError if nobody can be asked
     */
    public boolean isConfirmed(String question) {
        if (yes) {
            return true;
        }
        Console console = System.console();
        if (console == null) {
            throw new UserError(question + " Nothing was changed: confirm with --yes.");
        }
        String answer = console.readLine("%s [y/N] ", question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }
}

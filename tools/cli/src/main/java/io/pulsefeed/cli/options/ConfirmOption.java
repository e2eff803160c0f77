package io.pulsefeed.cli.options;

import io.pulsefeed.cli.UserError;
import java.io.Console;
import picocli.CommandLine.Option;

/** {@code --yes}: confirms an action that cannot be undone. Without it, the command asks. */
public final class ConfirmOption {

    @Option(names = "--yes", description = "Do not ask for confirmation.")
    private boolean yes;

    /** Whether {@code --yes} is given. */
    public boolean isGiven() {
        return yes;
    }

    /**
     * @param action what happens, as a question
     * @throws UserError if the user does not agree, or cannot be asked
     */
    public void require(String action) {
        if (!isConfirmed(action)) {
            throw new UserError("not confirmed; nothing was changed.");
        }
    }

    /**
     * Whether the user agrees.
     *
     * @param action what happens, as a question
     * @throws UserError if the user cannot be asked
     */
    public boolean isConfirmed(String action) {
        if (yes) {
            return true;
        }
        Console console = System.console();
        if (console == null) {
            throw new UserError(action + " Confirm it with --yes. Nothing was changed.");
        }
        String answer = console.readLine("%s [y/N] ", action);
        return answer != null
                && (answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"));
    }
}

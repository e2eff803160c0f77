package io.pulsefeed.cli.options;

import io.pulsefeed.cli.UserError;
import java.io.Console;
import picocli.CommandLine.Option;

/** {@code --yes}: confirms an action that cannot be undone. Without it, the command asks. */
public final class Confirmation {

    @Option(names = "--yes", description = "Do not ask for confirmation.")
    private boolean yes;

    /**
     * @param action what happens, as a question
     * @throws UserError if the user does not agree, or cannot be asked
     */
    public void require(String action) {
        if (yes) {
            return;
        }
        Console console = System.console();
        if (console == null) {
            throw new UserError(action + " Confirm it with --yes. Nothing was changed.");
        }
        String answer = console.readLine("%s [y/N] ", action);
        if (answer == null
                || !answer.strip().equalsIgnoreCase("y") && !answer.strip().equalsIgnoreCase("yes")) {
            throw new UserError("not confirmed; nothing was changed.");
        }
    }
}

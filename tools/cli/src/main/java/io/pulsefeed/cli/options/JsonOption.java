package io.pulsefeed.cli.options;

import picocli.CommandLine.Option;

/** {@code --json}: the result as one JSON object instead of text. */
public final class JsonOption {

    @Option(
            names = "--json",
            description = "Print one JSON object to standard output; everything else goes to standard error.")
    private boolean json;

    public boolean isRequested() {
        return json;
    }
}

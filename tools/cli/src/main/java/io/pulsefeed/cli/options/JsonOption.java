package io.pulsefeed.cli.options;

import picocli.CommandLine.Option;

/** {@code --json}: the result as one JSON object instead of text. */
public final class JsonOption {

    @Option(names = "--json", description = "Print the result as one JSON object on the last line of standard output.")
    private boolean json;

    public boolean isRequested() {
        return json;
    }
}

package io.pulsefeed.cli.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;

/** A fuzzed connector file. */
public final class FuzzedConnectorFile {

    private FuzzedConnectorFile() {}

    public static Map<String, String> read(Path file) {
        ConnectorFile connector = ConnectorFile.read(file);
        assertThat(connector.json().toString()).isNotEmpty();
        return connector.config();
    }
}

package io.pulsefeed.cli.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ConnectorsExportCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void writesAConnectorFileWithoutSecrets() throws JsonProcessingException {
        JsonNode running = JSON.readTree(
                """
                {"name":"rows","connector.class":"a.B","connection.user":"pulsefeed","connection.password":"hunter2",
                 "ssl.keystore.password":"${file:/run/secrets/db:key}",
                 "connection.url":"jdbc:postgresql://db:5432/x?user=u&password=hunter2","topics":"a,b"}""");

        assertThat(ConnectorsExportCommand.exported(ConnectorFile.of("rows", running)))
                .isEqualTo(
                        JSON.readTree(
                                """
                        {"name":"rows","config":{"connection.password":"REPLACE_ME",
                         "connection.url":"jdbc:postgresql://db:5432/x?user=u&password=REPLACE_ME",
                         "connection.user":"pulsefeed","connector.class":"a.B",
                         "ssl.keystore.password":"${file:/run/secrets/db:key}","topics":"a,b"}}"""));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void namesAFullDisk(@TempDir Path folder) throws IOException {
        Path file = Files.createSymbolicLink(folder.resolve("sink.json"), Path.of("/dev/full"));
        assertThatThrownBy(() -> ConnectorsExportCommand.write(folder, "sink", "{}"))
                .isInstanceOf(UserError.class)
                .hasMessage(file + " cannot be written: No space left on device");
    }
}

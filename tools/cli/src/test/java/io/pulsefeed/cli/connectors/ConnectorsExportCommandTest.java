package io.pulsefeed.cli.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

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
}

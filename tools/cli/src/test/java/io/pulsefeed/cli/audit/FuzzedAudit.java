package io.pulsefeed.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.cli.audit.MappingReader.UnsupportedMapping;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What the audit reads of fuzzed accounts and configurations. */
public final class FuzzedAudit {

    private FuzzedAudit() {}

    public static void readAccount(byte[] input) {
        SourceCheck.gaps(new String(input, StandardCharsets.UTF_8))
                .forEach(gap -> assertThat(gap.path("reason").asText("unknown")).isNotNull());
    }

    public static void readMapping(Map<String, String> config) {
        MappingReader reader = new MappingReader(config);
        for (String table : reader.tables("readings")) {
            try {
                assertThat(reader.read("readings", table).table()).isEqualTo(table);
            } catch (UnsupportedMapping e) {
                assertThat(e).hasMessageMatching("(?s).+");
            }
        }
    }
}

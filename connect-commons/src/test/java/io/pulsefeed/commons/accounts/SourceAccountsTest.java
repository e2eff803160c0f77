package io.pulsefeed.commons.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class SourceAccountsTest {

    private static final long HOUR_MS = 1_790_372_106L / 3600 * 3600 * 1000;
    private static final String REASON = "neither the socket nor REST has it";

    private long nowNs;
    private final SourceAccounts accounts = accounts();

    private SourceAccounts accounts() {
        return new SourceAccounts("accounts", "kraken", "trade", "rawtrade", () -> nowNs);
    }

    private void add(long number) {
        accounts.add("XBT/USD", number, HOUR_MS + number, "live", REASON);
    }

    private List<SourceRecord> due(SourceAccounts from) {
        nowNs += 60_000_000_000L;
        List<SourceRecord> records = new ArrayList<>();
        from.addDueTo(records);
        return records;
    }

    private static String json(SourceRecord record) {
        return new String((byte[]) record.value(), StandardCharsets.UTF_8);
    }

    @Test
    void countsWrittenAndMissingNumbersByPath() {
        add(10);
        add(11);
        accounts.add("XBT/USD", 15, HOUR_MS + 15, "rest", REASON);

        List<SourceRecord> records = due(accounts);

        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("accounts");
            assertThat(record.key()).isEqualTo("kraken|XBT/USD|" + HOUR_MS / 1000);
            assertThat(json(record))
                    .isEqualTo("{\"timestamp\":" + HOUR_MS / 1000
                            + ",\"source\":\"kraken\",\"kind\":\"trade\",\"topic\":\"rawtrade\",\"stream\":\"XBT/USD\","
                            + "\"first\":10,\"last\":15,\"expected\":6,\"emitted\":3,\"missing\":3,"
                            + "\"detail\":{\"paths\":{\"live\":2,\"rest\":1},\"repeated\":0,"
                            + "\"missing\":[{\"first\":12,\"last\":14,\"reason\":\"" + REASON + "\"}]}}");
        });
        assertThat(due(accounts)).isEmpty();
    }

    @Test
    void fillsAMissingNumberThatArrivesLate() {
        add(10);
        add(15);
        accounts.add("XBT/USD", 12, HOUR_MS + 12, "rest", REASON);

        assertThat(json(due(accounts).get(0)))
                .contains("\"emitted\":3,\"missing\":3")
                .contains("{\"first\":11,\"last\":11,")
                .contains("{\"first\":13,\"last\":14,")
                .contains("\"filled_later\":1");
    }

    @Test
    void aNumberAtTheStartOfAnHourFollowsThatOfTheHourBefore() {
        add(10);
        accounts.add("XBT/USD", 12, HOUR_MS + 3_600_000, "live", REASON);

        assertThat(due(accounts))
                .extracting(SourceAccountsTest::json)
                .satisfiesExactly(
                        first -> assertThat(first).contains("\"first\":10,\"last\":10,\"expected\":1"),
                        second -> assertThat(second)
                                .contains("\"first\":11,\"last\":12,\"expected\":2,\"emitted\":1,\"missing\":1"));
    }

    @Test
    void continuesAnHourAfterARestart() {
        add(10);
        add(12);
        SourceRecord stored = due(accounts).get(0);
        add(13);
        @SuppressWarnings("unchecked")
        Map<String, Object> offset = (Map<String, Object>) stored.sourceOffset();
        SourceAccounts next = accounts();

        // Trade 13 was written before the crash, but is in no account.
        next.restore("XBT/USD", offset, 13, HOUR_MS + 13);
        next.add("XBT/USD", 15, HOUR_MS + 15, "rest", REASON);

        assertThat(json(due(next).get(0)))
                .contains("\"first\":10,\"last\":15,\"expected\":6,\"emitted\":4,\"missing\":2")
                .contains("\"earlier_run\":1,\"live\":2,\"rest\":1");
    }

    @Test
    void startsTheHourAgainIfItsStateIsNotValid() {
        for (String state : List.of("", "\n", "1 2 3", "1 2 3 4 5 6\np 1", "1 2 3 4 5 6\nm 7 8", "1 2 3 4 5 x")) {
            SourceAccounts next = new SourceAccounts("accounts", "kraken", "trade", "rawtrade", () -> nowNs);
            next.restore("XBT/USD", Map.of(SourceAccounts.STATE, state), 9, HOUR_MS);
            next.add("XBT/USD", 10, HOUR_MS + 1, "websocket", "unknown");

            assertThat(json(due(next).get(0))).as(state).contains("\"emitted\":1,\"missing\":0");
        }
    }

    @Test
    void countsRepeatedItemsAndContinuesAfterAReset() {
        add(1_000);
        add(1_001);
        add(1_000);
        accounts.add("XBT/USD", 5, HOUR_MS + 60_000, "live", REASON);
        accounts.add("XBT/USD", 6, HOUR_MS + 60_001, "live", REASON);

        assertThat(json(due(accounts).get(0)))
                .contains("\"emitted\":4,\"missing\":0")
                .contains("\"repeated\":1");
    }

    @Test
    void writesMissingItemsWithinSeconds() {
        add(10);
        nowNs += 6_000_000_000L;
        List<SourceRecord> records = new ArrayList<>();
        accounts.addDueTo(records);
        assertThat(records).isEmpty();
        add(12);
        accounts.addDueTo(records);
        assertThat(records).hasSize(1);
    }

    @Test
    void countsPacketsWhoseMissingNumbersAreReported() {
        accounts.addUnchecked("MD/s1", 100, HOUR_MS, "network");
        accounts.addUnchecked("MD/s1", 105, HOUR_MS + 1, "network");
        accounts.miss("MD/s1", 106, 108, HOUR_MS + 2, "network");
        accounts.addUnchecked("MD/s1", 109, HOUR_MS + 3, "network");
        accounts.addUnchecked("MD/s1", 107, HOUR_MS + 3, "network");

        assertThat(json(due(accounts).get(0)))
                .contains("\"first\":100,\"last\":109,\"expected\":6,\"emitted\":4,\"missing\":2")
                .contains("{\"first\":106,\"last\":106,")
                .contains("{\"first\":108,\"last\":108,");
    }

    @Test
    void writesNothingWithoutATopic() {
        SourceAccounts off = new SourceAccounts("", "kraken", "trade", "rawtrade", () -> nowNs);
        off.add("XBT/USD", 1, HOUR_MS, "live", REASON);
        assertThat(due(off)).isEmpty();
    }
}

package io.pulsefeed.simulators.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.simulators.kraken.market.Trade;
import io.pulsefeed.simulators.kraken.server.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Under every mixture of faults, a simple client that reconnects and fetches missing trades from REST ends with exactly the log.
 * A connector that does not has a bug.
 */
class FairnessTest {

    private static final String PAIR = "BTC/USD";
    /** After these faults, ids do not show which trades are missing, or trades have no ids. */
    private static final Set<Fault> UNFAIR =
            EnumSet.of(Fault.ID_RESET, Fault.REST_SIX_COLUMNS, Fault.BURST_100K, Fault.HUGE_FRAME);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void simpleClientReceivesWholeLogUnderAnyFaults(long seed) {
        KrakenSimulator simulator = KrakenSimulator.builder()
                .virtualTime(Instant.parse("2026-09-25T17:48:00Z"))
                .seed(seed)
                .tradesPerSecond(30)
                .build();
        Random random = new Random(seed);
        List<Fault> fair = EnumSet.complementOf(EnumSet.copyOf(UNFAIR)).stream().toList();
        for (int i = 0; i < 6; i++) {
            simulator.recur(fair.get(random.nextInt(fair.size())));
        }
        Reader reader = new Reader(simulator);
        for (int second = 0; second < 300; second++) {
            simulator.advance(Duration.ofSeconds(1));
            reader.step();
        }
        simulator.clear();
        for (int second = 0; second < 60; second++) {
            simulator.advance(Duration.ofSeconds(1));
            reader.step();
        }
        assertThat(reader.ids)
                .containsExactlyElementsOf(
                        simulator.log(PAIR).stream().map(Trade::id).toList());
    }

    /** Stores the ids received since the start, and polls REST every ten seconds. */
    private static final class Reader {

        private final KrakenSimulator simulator;
        private final long startNs;
        private final TreeSet<Long> ids = new TreeSet<>();
        private Client client;
        private int seen;
        private int steps;
        private String since;

        Reader(KrakenSimulator simulator) {
            this.simulator = simulator;
            this.startNs = simulator.clock().millis() * 1_000_000L;
            this.since = Long.toString(startNs);
        }

        void step() {
            if (client == null || client.closeCode != 0 || client.refusal >= 0) {
                client = Client.of(simulator);
                client.subscribe("trade", true, PAIR);
                seen = 0;
            }
            while (seen < client.frames.size()) {
                read(client.frames.get(seen++));
            }
            if (++steps % 10 == 0) {
                askRest();
            }
        }

        private void read(String frame) {
            JsonNode parsed = parse(frame);
            if (parsed == null || !parsed.path("channel").asText().equals("trade")) {
                return;
            }
            for (JsonNode element : parsed.path("data")) {
                boolean ours = element.path("symbol").asText().equals(PAIR)
                        && element.path("trade_id").isIntegralNumber()
                        && element.path("trade_id").asLong() > 1;
                if (ours && startNs <= ns(element.path("timestamp").asText())) {
                    ids.add(element.path("trade_id").asLong());
                }
            }
        }

        /** Starts shortly before the end of the last page, so that a rounded cursor cannot skip a trade. */
        private void askRest() {
            HttpAnswer answer = simulator.rest("/0/public/Trades?pair=XBTUSD&since=" + since);
            JsonNode parsed = answer.status() == 200 ? parse(answer.body()) : null;
            if (parsed == null
                    || !parsed.path("error").isEmpty()
                    || !parsed.path("result").isObject()) {
                return;
            }
            String last = parsed.path("result").path("last").asText();
            parsed.path("result").properties().forEach(field -> {
                if (!field.getKey().equals("last")) {
                    addRows(field.getValue());
                }
            });
            if (last.matches("[0-9]+")) {
                since = Long.toString(Math.max(startNs, Long.parseLong(last) - 10_000_000_000L));
            }
        }

        private void addRows(JsonNode rows) {
            for (int i = 0; i < rows.size(); i++) {
                long id = rows.path(i).path(6).asLong();
                long before = rows.path(i - 1).path(6).asLong();
                if (id == 0 && before > 0 && rows.path(i + 1).path(6).asLong() == before + 2) {
                    id = before + 1;
                }
                if (id > 0) {
                    ids.add(id);
                }
            }
        }

        private static long ns(String timestamp) {
            try {
                Instant instant = Instant.parse(timestamp);
                return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
            } catch (java.time.DateTimeException e) {
                return Long.MIN_VALUE;
            }
        }

        private static JsonNode parse(String text) {
            try {
                return Client.JSON.readTree(text);
            } catch (JacksonException e) {
                return null;
            }
        }
    }
}

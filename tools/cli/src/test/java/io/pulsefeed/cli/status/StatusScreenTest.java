package io.pulsefeed.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.admin.state.ConnectorState;
import io.pulsefeed.admin.state.ConnectorState.TaskState;
import io.pulsefeed.admin.state.DeadLetters;
import io.pulsefeed.admin.state.DiskState;
import io.pulsefeed.admin.state.DiskState.Volume;
import io.pulsefeed.admin.state.EventAge;
import io.pulsefeed.admin.state.EventAge.Kind;
import io.pulsefeed.admin.state.LedgerState;
import io.pulsefeed.admin.state.PairGap;
import io.pulsefeed.admin.state.Reading;
import io.pulsefeed.admin.state.SinkLag;
import io.pulsefeed.admin.state.StackState;
import io.pulsefeed.admin.state.StateJson;
import io.pulsefeed.admin.state.TableState;
import io.pulsefeed.admin.state.WorkerState;
import io.pulsefeed.cli.output.ScreenLine;
import io.pulsefeed.cli.output.ScreenLine.Style;
import io.pulsefeed.cli.output.TerminalSize;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusScreenTest {

    private static final Instant NOW = Instant.parse("2026-01-01T08:00:00Z");
    private static final String CAUSE = "DataException: rawtrade-0@7 has no mapping";

    private static <T> Reading<T> read(T value) {
        return new Reading<>(value, "", 1);
    }

    private static <T> Reading<T> failed(String reason) {
        return new Reading<>(null, reason, 1);
    }

    private static ConnectorState connector(String name, String taskState) {
        String cause = taskState.equals("FAILED") ? CAUSE : "";
        return new ConnectorState(
                name, "sink", "a.B", "RUNNING", List.of(new TaskState(0, taskState, "w:1", cause)), cause, cause);
    }

    private static StackState state(String taskState) {
        List<TableState> tables = Stream.of(
                        "alert_data",
                        "article_data",
                        "emotibit_event",
                        "emotibit_metric",
                        "emotibit_packet",
                        "ticker_data",
                        "trade_data")
                .map(name -> new TableState(name, 12_345, !name.equals("trade_data"), NOW.minusSeconds(3), 5 << 20))
                .toList();
        return new StackState(
                NOW,
                read(new WorkerState("http://localhost:8083", "4.4.0", "c", Map.of())),
                read(List.of(connector("kraken-source", "RUNNING"), connector("timescale-cryptoviz", taskState))),
                read(List.of(new SinkLag("timescale-cryptoviz", 1_203, 12.4, Map.of("rawtrade", 1_203L)))),
                read(tables),
                read(List.of(
                        new DeadLetters("a", "dlq.a", 3, "no such pair", "rawtrade-0@12", NOW.minusSeconds(200)),
                        new DeadLetters("b", "dlq.b", 0, "", "", null))),
                read(Stream.concat(
                                Stream.of("ADA", "DOT", "ETH", "LINK", "SOL", "XBT")
                                        .map(coin -> new EventAge(
                                                Kind.PAIR,
                                                coin + "/USD",
                                                "trade_data",
                                                NOW.minusSeconds(coin.length()))),
                                Stream.of(
                                        new EventAge(Kind.PAIR, "ADA/USD", "ticker_data", NOW.minusSeconds(90)),
                                        new EventAge(Kind.DEVICE, "MD-V5-1", "emotibit_packet", NOW.minusSeconds(600))))
                        .toList()),
                read(List.of(new PairGap("kraken-source", "XBT/USD", 120))),
                read(disk(List.of())),
                read(new LedgerState(true, 9_876, 12, 2, 0)));
    }

    private static DiskState disk(List<String> full) {
        return new DiskState(
                List.of(new Volume(1, 50L << 30, 100L << 30)), 12.3, (double) (4L << 30), Map.of(), Map.of(), full);
    }

    private static String text(List<ScreenLine> lines) {
        return String.join("\n", lines.stream().map(ScreenLine::text).toList());
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "200, 60", "100, 27", "40, 10", "20, 3", "10, 1", "1, 1"})
    void fitsTheTerminal(int columns, int rows) {
        for (String message : List.of("", "Ctrl-C ends.")) {
            List<ScreenLine> lines = StatusScreen.lines(state("FAILED"), new TerminalSize(columns, rows), message);

            assertThat(lines).isNotEmpty().hasSizeLessThanOrEqualTo(rows);
            assertThat(lines).allSatisfy(line -> assertThat(line.text()).hasSizeLessThanOrEqualTo(columns));
        }
    }

    @Test
    void showsEveryPartWithoutATerminal() {
        assertThat(text(StatusScreen.lines(state("FAILED"))))
                .contains("08:00:00 UTC  1 of 2 connectors run  Kafka Connect 4.4.0 at http://localhost:8083")
                .containsPattern("timescale-cryptoviz +FAILED +0/1 +1,203 +12 s")
                .contains("    " + CAUSE)
                .containsPattern("ticker_data +12,345 +5.0 MiB +3.0 s")
                .containsPattern("trade_data +~ 12,345")
                .contains("3 in dlq.a, newest 3 min ago, rawtrade-0@12: no such pair")
                .contains("XBT/USD (120 trades wait)")
                .contains("50 GiB free, grows by 4.0 GiB a day, 12 days left")
                .contains(
                        "9,876 records in 24 h; 12 hours sealed in 7 days, 2 differ; 0 dead letters; run pulsefeed audit --deep")
                .containsPattern("ADA/USD +3.0 s")
                .containsPattern("MD-V5-1 +10 min");
    }

    @Test
    void keepsTheFailureOnASmallTerminal() {
        List<ScreenLine> lines = StatusScreen.lines(state("FAILED"), new TerminalSize(80, 8), "Ctrl-C ends.");

        assertThat(lines).contains(new ScreenLine("    " + CAUSE, Style.BAD));
        assertThat(lines.get(lines.size() - 1).text()).isEqualTo("Ctrl-C ends.");
    }

    @Test
    void shortensEventsBeforeTables() {
        String text = text(StatusScreen.lines(state("RUNNING"), new TerminalSize(80, 19), "Ctrl-C ends."));

        assertThat(text)
                .contains("timescale-cryptoviz", "trade_data", "dead letters", "open gaps", "disk")
                .contains("6 pairs, longest silent: LINK/USD 4.0 s")
                .contains("1 devices, longest silent: MD-V5-1 10 min");
    }

    @Test
    void namesWhatCannotBeReadAndItsReasonOnce() {
        StackState down = new StackState(
                NOW,
                failed("Cannot connect."),
                failed("Cannot connect."),
                failed("No sinks."),
                failed("No password."),
                failed("No sinks."),
                failed("No password."),
                failed("No metrics."),
                failed("Kafka: timeout"),
                failed("No password."));
        List<ScreenLine> lines = StatusScreen.lines(down);

        assertThat(text(lines))
                .contains("Kafka Connect does not respond")
                .containsOnlyOnce("Cannot connect.")
                .containsOnlyOnce("No password.")
                .contains("disk: Kafka: timeout");
        assertThat(Parts.isGood(down, false)).isFalse();
    }

    @Test
    void isGoodWithoutMetricsAndWithoutAPassword() {
        StackState good = state("RUNNING");
        StackState partial = new StackState(
                NOW,
                good.worker(),
                good.connectors(),
                good.lag(),
                failed("No password."),
                good.deadLetters(),
                failed("No password."),
                failed("No metrics."),
                good.disk(),
                failed("No password."));

        assertThat(Parts.isGood(good, true)).isTrue();
        assertThat(Parts.isGood(partial, false)).isTrue();
        assertThat(Parts.isGood(partial, true)).isFalse();
        assertThat(Parts.isGood(state("FAILED"), true)).isFalse();
    }

    /** Sinks wait then, and all tasks are RUNNING. */
    @Test
    void namesAFullDisk() {
        StackState good = state("RUNNING");
        String full =
                "database: ERROR: could not write to file \"base/pgsql_tmp/pgsql_tmp9.0\": No space left on device";
        StackState state = new StackState(
                NOW,
                good.worker(),
                good.connectors(),
                good.lag(),
                good.tables(),
                good.deadLetters(),
                good.events(),
                good.gaps(),
                read(disk(List.of(full))),
                good.ledger());

        assertThat(StatusScreen.lines(state))
                .anyMatch(line -> line.style() == Style.BAD && line.text().contains(full));
        assertThat(StateJson.of(state).at("/disk/full/0").asText()).isEqualTo(full);
        assertThat(Parts.isGood(state, true)).isFalse();
    }
}

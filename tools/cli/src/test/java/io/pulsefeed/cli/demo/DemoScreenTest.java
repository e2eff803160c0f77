package io.pulsefeed.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.cli.output.ScreenLine;
import io.pulsefeed.cli.output.ScreenLine.Style;
import io.pulsefeed.cli.output.TerminalSize;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoScreenTest {

    private static final List<String> TOPICS =
            List.of("Emotibit_processdata", "Emotibit_rawdata", "rawalert", "rawarticle", "rawticker", "rawtrade");
    private static final List<String> TABLES = List.of(
            "trade_data",
            "ticker_data",
            "alert_data",
            "article_data",
            "emotibit_packet",
            "emotibit_sample",
            "emotibit_metric");
    private static final List<String> CONNECTORS =
            List.of("article-source", "emotibit-source", "kraken-source", "timescale-cryptoviz", "timescale-emotibit");
    private static final List<String> VALUES = List.of(
            "ADA/USD", "DOT/USD", "ETH/USD", "LINK/USD", "SOL/USD", "XBT/USD", "MD-V5-0000410", "MD-V5-0000411");

    @ParameterizedTest
    @CsvSource({"80, 24", "200, 60", "81, 27", "40, 10", "20, 3", "10, 1"})
    void fitsTheTerminal(int columns, int rows) {
        for (String message : List.of("", "Stopping: the sources stop sending; waiting for the remaining records.")) {
            List<ScreenLine> lines = DemoScreen.lines(demo(Map.of()), null, new TerminalSize(columns, rows), message);

            assertThat(lines).hasSizeLessThanOrEqualTo(rows).isNotEmpty();
            assertThat(lines).allSatisfy(line -> assertThat(line.text()).hasSizeLessThanOrEqualTo(columns));
        }
    }

    @Test
    void showsEverythingOnALargeTerminal() {
        assertThat(text(demo(Map.of()), 200, 60))
                .contains(TOPICS)
                .contains(TABLES)
                .contains(CONNECTORS)
                .contains(VALUES);
    }

    @Test
    void showsTopicsTablesAndConnectorsOnAStandardTerminal() {
        assertThat(text(demo(Map.of()), 80, 24))
                .contains(TOPICS)
                .contains(TABLES)
                .contains(CONNECTORS);
    }

    @Test
    void showsTheConnectorThatFailedOnASmallTerminal() {
        List<ScreenLine> lines =
                DemoScreen.lines(demo(Map.of("kraken-source", "FAILED")), null, new TerminalSize(80, 12), "");

        assertThat(lines).anySatisfy(line -> {
            assertThat(line.text()).contains("kraken-source").contains("FAILED");
            assertThat(line.style()).isEqualTo(Style.BAD);
        });
        assertThat(lines).extracting(ScreenLine::text).anyMatch(line -> line.contains("trade_data"));
    }

    @Test
    void showsTheLatestMessageInTheLastLine() {
        List<ScreenLine> lines = DemoScreen.lines(demo(Map.of()), null, new TerminalSize(80, 24), "Stopping.");

        assertThat(lines.get(lines.size() - 1).text()).isEqualTo("Stopping.");
    }

    private static String text(DemoSnapshot snapshot, int columns, int rows) {
        return String.join(
                "\n",
                DemoScreen.lines(snapshot, null, new TerminalSize(columns, rows), "").stream()
                        .map(ScreenLine::text)
                        .toList());
    }

    private static DemoSnapshot demo(Map<String, String> states) {
        Map<String, Long> topics = new LinkedHashMap<>();
        TOPICS.forEach(topic -> topics.put(topic, 12_345L));
        Map<String, Long> tables = new LinkedHashMap<>();
        TABLES.forEach(table -> tables.put(table, 12_345L));
        Map<String, String> connectors = new LinkedHashMap<>();
        CONNECTORS.forEach(connector -> connectors.put(connector, states.getOrDefault(connector, "RUNNING")));
        Map<String, String> values = new LinkedHashMap<>();
        VALUES.forEach(name -> values.put(name, "60567.3"));
        return new DemoSnapshot(26, connectors, topics, tables, values);
    }
}

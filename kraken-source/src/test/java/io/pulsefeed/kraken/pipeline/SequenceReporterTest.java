package io.pulsefeed.kraken.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.sequence.OrderedTrade;
import io.pulsefeed.kraken.wire.OrderType;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.Test;

/** A page of REST can have a thousand late or unusable trades. */
class SequenceReporterTest {

    private static final Pair PAIR = Pair.parse("XBT/USD");

    private final List<String> lines = new ArrayList<>();
    private final SourceMetrics metrics = new SourceMetrics();
    private final SequenceReporter reporter = new SequenceReporter(metrics, () -> 0, trade -> {});

    @Test
    void logsOneLineForManyTrades() {
        Logger root = (Logger) LogManager.getRootLogger();
        AbstractAppender appender = new AbstractAppender("lines", null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                lines.add(event.getMessage().getFormattedMessage());
            }
        };
        appender.start();
        root.addAppender(appender);
        try {
            for (long id = 1; id <= 1000; id++) {
                Trade trade = new Trade(PAIR, id, "1", "1", id, true, OrderType.LIMIT, Origin.REST);
                reporter.onTrade(new OrderedTrade(trade, 0, true, 2000, id, ""));
                reporter.onIdSetAside(PAIR, 1000 + id);
            }
        } finally {
            root.removeAppender(appender);
        }
        assertThat(lines).hasSize(2);
        assertThat(metrics.lateTrades.sum()).isEqualTo(1000);
        assertThat(metrics.idsSetAside.sum()).isEqualTo(1000);
    }
}

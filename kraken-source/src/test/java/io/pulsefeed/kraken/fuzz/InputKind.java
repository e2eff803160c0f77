package io.pulsefeed.kraken.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.kraken.KrakenSourceConnector;
import io.pulsefeed.kraken.wire.InstrumentParser;
import io.pulsefeed.kraken.wire.InstrumentUpdate;
import io.pulsefeed.kraken.wire.KrakenApiException;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.RestParser;
import io.pulsefeed.kraken.wire.RestTickerParser;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.V1Parser;
import io.pulsefeed.kraken.wire.V2Parser;
import io.pulsefeed.testing.fuzz.FuzzKind;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;

/** A kind of external input and its parser. */
enum InputKind implements FuzzKind {
    TRADE_FRAMES {
        @Override
        public void read(byte[] input) {
            Records.ofFrame(new V2Parser(PAIRS), text(input));
        }
    },
    TICKER_FRAMES {
        @Override
        public void read(byte[] input) {
            Records.ofFrame(new V2Parser(PAIRS), text(input));
        }
    },
    BOOK_FRAMES {
        @Override
        public void read(byte[] input) {
            Records.ofFrame(new V2Parser(PAIRS), text(input));
        }
    },
    V1_FRAMES {
        @Override
        public void read(byte[] input) {
            Records.ofFrame(new V1Parser(PAIRS), text(input));
        }
    },
    INSTRUMENT_FRAMES {
        @Override
        public void read(byte[] input) {
            InstrumentUpdate update = InstrumentParser.parse(text(input));
            if (update != null) {
                Records.ofInstruments(update);
            }
        }
    },
    TRADES_PAGES {
        @Override
        public void read(byte[] input) {
            try {
                TradesPage page = RestParser.tradesPage(BITCOIN, text(input));
                Records.ofTrades(page.trades());
                assertThat(page.trades()).allMatch(trade -> trade.id() > 0);
            } catch (KrakenApiException e) {
                assertThat(e.kind()).isNotNull();
            }
        }
    },
    TICKER_ANSWERS {
        @Override
        public void read(byte[] input) {
            try {
                assertThat(RestTickerParser.parse(BITCOIN, text(input)).last()).isNotBlank();
            } catch (KrakenApiException e) {
                assertThat(e.kind()).isNotNull();
            }
        }
    },
    OFFSETS {
        /** A list of partitions and offsets, as a user sends them to the REST API of the worker. */
        @Override
        public void read(byte[] input) {
            Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
            try {
                for (JsonNode pair : JSON.readTree(input)) {
                    offsets.put(fields(pair.get("partition")), fields(pair.get("offset")));
                }
            } catch (java.io.IOException | IllegalArgumentException e) {
                return;
            }
            try {
                new KrakenSourceConnector().alterOffsets(Map.of(), offsets);
            } catch (ConnectException e) {
                assertThat(e).hasMessageContaining("Accepted form");
            }
        }
    };

    private static final Pair BITCOIN = Pair.parse("XBT/USD");
    private static final List<Pair> PAIRS = List.of(BITCOIN, Pair.parse("ETH/USD"));
    private static final ObjectMapper JSON = new ObjectMapper();

    private static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> fields(JsonNode node) throws JsonProcessingException {
        return node == null ? null : JSON.treeToValue(node, Map.class);
    }
}

package io.pulsefeed.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaObjectsTest {

    /** The current files create the same aggregates, so those of the release are not reported as different. */
    @ParameterizedTest
    @ValueSource(strings = {"41_ticker_ohlc_hourly", "50_trade_candles_1m"})
    void knowsTheContinuousAggregatesOfTheRelease(String file) throws IOException {
        try (InputStream in = SchemaObjectsTest.class.getResourceAsStream("/release-0.1.0/" + file + ".sql")) {
            String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);

            assertThat(SchemaObjects.EARLIER_AGGREGATES)
                    .contains(new Definition(file, false, sql).fingerprint(Edition.COMMUNITY, ""));
        }
    }
}

package io.pulsefeed.emotibit;

import io.pulsefeed.testing.fuzz.Fuzzer;
import java.io.IOException;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parses mutated input of each kind. {@link Fuzzer} describes the limits and the options of a run. */
@Isolated("measures the heap")
class FuzzTest {

    /** Every input is another host or file, with log lines of its own. */
    @BeforeAll
    static void disableLogs() {
        Configurator.setLevel("io.pulsefeed", Level.OFF);
    }

    @AfterAll
    static void enableLogs() {
        Configurator.reconfigure();
    }

    @ParameterizedTest
    @EnumSource(InputKind.class)
    void malformedInputNeitherThrowsNorLeaks(InputKind kind) throws IOException {
        Fuzzer.run(kind);
    }
}

package io.pulsefeed.cli.fuzz;

import io.pulsefeed.testing.fuzz.Fuzzer;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parses mutated input of each kind. {@link Fuzzer} describes the limits and the options of a run. */
class FuzzTest {

    @ParameterizedTest
    @EnumSource(InputKind.class)
    void malformedInputNeitherThrowsNorLeaks(InputKind kind) throws IOException {
        Fuzzer.run(kind);
    }
}

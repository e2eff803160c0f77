package io.pulsefeed.timescale.write;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class BadRecordReporterTest {

    private static final BadRecordException ERROR =
            new BadRecordException(Reason.NOT_JSON, "the value is not valid JSON");
    private static final SinkBatch.BadRecord BAD =
            new SinkBatch.BadRecord(new SinkRecord("rawtrade", 2, null, null, null, "x", 17), ERROR);

    private final Fixture fixture = new Fixture();

    private void report(ErrantRecordReporter errant) {
        new BadRecordReporter(errant, fixture.metrics, fixture.time).report(List.of(BAD));
    }

    /** The worker has a reporter, for the dead letter topic or the log, and {@code errors.tolerance=none}. */
    @Test
    void namesTheRecordThatTheWorkerDoesNotTolerate() {
        assertThatThrownBy(() -> report((record, error) -> {
                    throw new ConnectException("Tolerance exceeded in error handler", error);
                }))
                .isInstanceOf(ConnectException.class)
                .hasMessageStartingWith("Record rawtrade-2@17 cannot be written: the value is not valid JSON. Set ")
                .hasCause(ERROR);
        assertThatThrownBy(() -> report(null)).hasMessageStartingWith("Record rawtrade-2@17 cannot be written: ");
    }

    @Test
    void keepsAnotherFailureOfTheWorker() {
        ConnectException closed = new ConnectException("The producer is closed");

        assertThatThrownBy(() -> report((record, error) -> {
                    throw closed;
                }))
                .isSameAs(closed);
    }
}

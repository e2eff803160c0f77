package io.pulsefeed.emotibit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Checks that the value of a record is valid in its format. */
final class ValidRecord {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ValidRecord() {}

    static void check(SourceRecord record) {
        if (record.value() instanceof Struct struct) {
            struct.validate();
            return;
        }
        try {
            assertThat(JSON.readTree((byte[]) record.value()).isObject()).isTrue();
        } catch (IOException e) {
            throw new AssertionError("the record is not valid JSON", e);
        }
    }
}

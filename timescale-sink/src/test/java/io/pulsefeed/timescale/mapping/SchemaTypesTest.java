package io.pulsefeed.timescale.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTypesTest {

    @ParameterizedTest
    @CsvSource({
        "time.Date, INT32, date",
        "time.Time, INT32, time",
        "time.MicroTime, INT64, time",
        "time.NanoTime, INT64, time",
        "time.Timestamp, INT64, timestamp",
        "time.MicroTimestamp, INT64, timestamp",
        "time.NanoTimestamp, INT64, timestamp",
        "time.ZonedTimestamp, STRING, timestamptz",
        "time.ZonedTime, STRING, timetz",
        "time.MicroDuration, INT64, interval",
        "time.Interval, STRING, interval",
        "data.Json, STRING, jsonb",
        "data.Uuid, STRING, uuid",
        "data.VariableScaleDecimal, STRUCT, numeric",
        "data.Enum, STRING, text"
    })
    void choosesTypeOfDebeziumSchema(String name, Schema.Type type, String sql) {
        Schema schema = SchemaBuilder.type(type).name("io.debezium." + name).build();

        assertThat(SchemaTypes.sqlType(schema)).isEqualTo(sql);
        assertThat(SchemaTypes.sqlType(SchemaBuilder.array(schema).build())).isEqualTo(sql + "[]");
    }
}

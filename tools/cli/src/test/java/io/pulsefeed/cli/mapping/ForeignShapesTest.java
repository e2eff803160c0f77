package io.pulsefeed.cli.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proposals for records of products and formats that others use. */
class ForeignShapesTest {

    private static final int RECORDS = 120;
    private static final long START_MS = ShapeRecords.NOW.toEpochMilli() - 3_600_000;

    private static long ms(int i) {
        return START_MS + i * 10_000L + i % 7 * 100;
    }

    private static ProposalCase propose(IntFunction<String> value) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            records.add(new ConsumerRecord<>(
                    "foreign",
                    0,
                    i,
                    ms(i) + 50,
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    null,
                    value.apply(i).getBytes(StandardCharsets.UTF_8),
                    new RecordHeaders(),
                    Optional.empty()));
        }
        ProposalCase found = ProposalCase.of(new TopicSample("foreign", records, RECORDS, 1, 1, false, ""));
        assertThat(found.run().written()).as("%s", found.run().rejections()).isEqualTo(RECORDS);
        assertThat(LostFields.of(found)).isEmpty();
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "dd.MM.yyyy HH:mm:ss",
                "dd.MM.yyyy HH:mm",
                "d.M.yyyy H:mm:ss",
                "MM/dd/yyyy hh:mm:ss a",
                "M/d/yyyy H:mm",
                "yyyy/MM/dd HH:mm",
                "yyyy.MM.dd HH:mm:ss",
                "dd-MM-yyyy HH:mm:ss",
                "dd-MMM-yyyy HH:mm:ss",
                "yyyyMMddHHmmss",
                "yyyyMMdd-HH:mm:ss.SSS",
                "yyyyMMdd'T'HHmmss.SSS'Z'",
                "yyyy-MM-dd HH:mm:ss 'UTC'",
                "yyyy-MM-dd HH:mm:ss.SSS Z",
                "yyyy-MM-dd'T'HH:mm:ss,SSSZ",
                "EEE MMM dd HH:mm:ss Z yyyy",
                "yyyy-MM-dd hh:mm:ss a",
                "MMM d, yyyy hh:mm:ss a",
                "dd.MM.yy HH:mm:ss",
                "M/d/yy HH:mm:ss",
                "yyyy年MM月dd日 HH:mm:ss",
            })
    void findsTimesInTheNotationsOfManyCountriesAndProducts(String pattern) {
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);

        ProposalCase found =
                propose(i -> "{\"when\":\"" + format.format(Instant.ofEpochMilli(ms(i))) + "\",\"v\":" + i + ".5}");

        assertThat(found.time()).isEqualTo("when");
        assertThat(found.unit()).isEqualTo("text");
        String time = found.run().tables().get(0).shown().get(0).get(0);
        assertThat(Instant.parse(time).toEpochMilli() / 60_000).isEqualTo(ms(0) / 60_000);
    }

    @Test
    void aValueThatAllRecordsShareIsNotAKey() {
        ProposalCase ships = propose(i -> "{\"ts\":" + (START_MS + i * 1000L) + ",\"mmsi\":"
                + (211_000_000 + i * i % 90) + ",\"ship_type\":70,\"type\":\"position\"}");
        ProposalCase telegraf = propose(i -> "{\"name\":\"cpu\",\"tags\":{\"host\":\"web-" + i % 3
                + "\"},\"fields\":{\"usage\":" + i + ".5},\"timestamp\":" + (START_MS / 1000 + i) + "}");

        assertThat(ships.keySources()).isEmpty();
        assertThat(telegraf.keySources()).isEmpty();
    }

    @Test
    void recordsInBurstsAreNotRegular() {
        ProposalCase found = propose(i -> "{\"ts\":" + (START_MS + i / 8 * 80_000L + i % 8 * 2) + ",\"host\":\"h"
                + i / 8 % 2 + "\",\"cpu\":" + i % 8 + "}");

        assertThat(found.keySources()).isEmpty();
    }

    @Test
    void aHashWithTheNameOfARecordIsItsIdentifier() {
        ProposalCase found = propose(i -> "{\"txn\":\""
                + UUID.nameUUIDFromBytes(new byte[] {(byte) i}).toString().replace("-", "")
                + "\",\"account\":\"a" + i * i % 9 + "\",\"at\":" + ms(i) + "}");

        assertThat(found.keySources()).containsExactly("txn");
    }

    @Test
    void positionsAndIdentifiersOfOtherThingsAreNotKeys() {
        ProposalCase lag = propose(i ->
                "{\"ts\":" + ms(i) + ",\"group\":\"g\",\"partition\":" + i % 4 + ",\"offset\":" + (1000 + i) + "}");
        ProposalCase zeek = propose(i -> "{\"ts\":" + ms(i) + ",\"id.orig_p\":" + (40_000 + i) + "}");
        ProposalCase flows = propose(i -> "{\"ts\":" + ms(i) + ",\"flow_id\":" + (1_000_000_000_000_000L + i) + "}");

        assertThat(lag.keySources()).isEmpty();
        assertThat(zeek.keySources()).isEmpty();
        assertThat(flows.keySources()).isEmpty();
    }

    @Test
    void readsTheTypesOfMongosExtendedJson() {
        ProposalCase found = propose(i -> "{\"_id\":{\"$oid\":\"" + String.format(Locale.ROOT, "%024x", i)
                + "\"},\"at\":{\"$date\":{\"$numberLong\":\"" + ms(i) + "\"}},\"n\":{\"$numberLong\":\"" + i
                + "\"},\"price\":{\"$numberDecimal\":\"" + i + "\"}}");

        assertThat(found.time()).isEqualTo("at.$date.$numberLong");
        assertThat(found.unit()).isEqualTo("ms");
        assertThat(found.keySources()).containsExactly("_id.$oid");
        assertThat(found.type("n.$numberLong")).isEqualTo("bigint");
        assertThat(found.type("price.$numberDecimal")).isEqualTo("numeric");
    }

    @Test
    void versionsAndLengthsOfTimeAreNeitherNumbersNorTimes() {
        ProposalCase found =
                propose(i -> "{\"ts\":" + ms(i) + ",\"specversion\":\"1.0\",\"api_version\":\"2020-08-27\","
                        + "\"firmware\":\"2.10\",\"__MONOTONIC_TIMESTAMP\":" + (1_000_000_000 + i * 1_000_000L) + "}");

        assertThat(found.type("specversion")).isEqualTo("text");
        assertThat(found.type("api_version")).isEqualTo("text");
        assertThat(found.type("firmware")).isEqualTo("text");
        assertThat(found.type("__MONOTONIC_TIMESTAMP")).isEqualTo("bigint");
    }

    @Test
    void pricesAsTextAreNumericAndTruthIsBoolean() {
        ProposalCase found =
                propose(i -> "{\"ts\":" + ms(i) + ",\"price\":\"" + (100 + i) + "\",\"o\":\"5\",\"qty\":\"3\","
                        + "\"ok\":\"" + (i % 2 == 0) + "\",\"door\":\"yes\",\"open\":" + i % 2 + ",\"id\":\""
                        + UUID.randomUUID()
                        + "\"}");

        assertThat(found.type("price")).isEqualTo("numeric");
        assertThat(found.type("o")).isEqualTo("numeric");
        assertThat(found.type("qty")).isEqualTo("integer");
        assertThat(found.type("ok")).isEqualTo("boolean");
        assertThat(found.type("door")).isEqualTo("text");
        assertThat(found.type("open")).isEqualTo("integer");
        assertThat(found.type("id")).isEqualTo("uuid");
    }
}

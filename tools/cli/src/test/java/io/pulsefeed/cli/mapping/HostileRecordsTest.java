package io.pulsefeed.cli.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.cli.UserError;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Records that no producer should send, and some do. */
class HostileRecordsTest {

    private static final long START_MS = ShapeRecords.NOW.toEpochMilli() - 3_600_000;

    private static ProposalCase propose(int count, IntFunction<String> value) {
        return ProposalCase.of(sample(count, value, i -> null));
    }

    private static TopicSample sample(int count, IntFunction<String> value, IntFunction<byte[]> key) {
        return bytes(count, i -> value.apply(i) == null ? null : value.apply(i).getBytes(StandardCharsets.UTF_8), key);
    }

    private static TopicSample bytes(int count, IntFunction<byte[]> value, IntFunction<byte[]> key) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RecordHeaders headers = new RecordHeaders();
            headers.add("binary", new byte[] {0, 1, (byte) 0xFF});
            records.add(new ConsumerRecord<>(
                    "hostile",
                    0,
                    i,
                    START_MS + i * 1000L,
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    key.apply(i),
                    value.apply(i),
                    headers,
                    Optional.empty()));
        }
        return new TopicSample("hostile", records, count, 1, 1, false, "");
    }

    private static String record(int i, String fields) {
        return "{\"ts\":" + (START_MS + i * 1000L) + "," + fields + "}";
    }

    @Test
    void aFieldThatChangesItsTypeLateIsTextAndNothingIsRejected() {
        ProposalCase found = propose(1000, i -> record(i, i < 900 ? "\"v\":" + i : "\"v\":\"n/a\""));

        assertThat(found.type("v")).isEqualTo("text");
        assertThat(found.run().rejected()).isZero();
        assertThat(found.proposal().notes()).anyMatch(note -> note.contains("values of several kinds"));
    }

    @Test
    void aFieldThatChangesItsTypeInTheLastRecordsIsNotAnOutlier() {
        ProposalCase found = propose(1000, i -> record(i, i < 996 ? "\"v\":" + i : "\"v\":{\"amount\":1}"));

        assertThat(found.type("v")).isEqualTo("jsonb");
        assertThat(found.run().rejected()).isZero();
    }

    @Test
    void aFewValuesOfAnotherKindAreRejectedAndReported() {
        ProposalCase found = propose(1000, i -> record(i, i % 300 == 5 ? "\"v\":\"n/a\"" : "\"v\":" + i + ".5"));

        assertThat(found.type("v")).isEqualTo("double precision");
        assertThat(found.run().rejected()).isEqualTo(4);
        assertThat(found.run().rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.reason()).isEqualTo("wrong-type");
            assertThat(rejection.message()).contains("column v").contains("n/a");
            assertThat(rejection.example()).isEqualTo("partition 0 offset 5");
        });
        assertThat(found.proposal().notes()).anyMatch(note -> note.contains("4 of 1000 values are of another kind"));
    }

    @Test
    void tenThousandFieldNamesAreStoredInTheExtraColumn() {
        ProposalCase found = propose(1000, i -> {
            StringBuilder fields = new StringBuilder("\"device\":\"d\"");
            for (int j = 0; j < 10; j++) {
                fields.append(",\"metric_").append(i * 10 + j).append("\":").append(j);
            }
            return record(i, fields.toString());
        });

        assertThat(found.proposal().tables().get(0).allColumns()).hasSizeLessThan(150);
        assertThat(found.proposal().extraColumn()).isEqualTo("extra");
        assertThat(found.run().ignoredFields()).isZero();
        assertThat(found.run().written()).isEqualTo(1000);
        assertThat(found.proposal().unmapped()).anyMatch(field -> field.field().equals("metric_500"));
        assertThat(LostFields.of(found)).isEmpty();
    }

    @Test
    void recordsThatAreTooLargeOrTooDeepAreReported() {
        String large = "\"text\":\"" + "x".repeat(5_000_000) + "\"";
        String deep = "\"deep\":" + "{\"a\":".repeat(100) + "1" + "}".repeat(100);
        ProposalCase found =
                propose(40, i -> i == 7 ? record(i, large) : i == 9 ? record(i, deep) : record(i, "\"v\":" + i));

        assertThat(found.run().written()).isEqualTo(38);
        assertThat(found.run().rejections())
                .extracting(DryRun.Rejection::reason)
                .containsExactlyInAnyOrder("too-large", "too-deep");
        assertThat(found.profile().unreadable()).isEqualTo(2);
    }

    @Test
    void fieldsNestedSixtyDeepAreOneJsonColumn() {
        String deep = "\"deep\":" + "{\"a\":".repeat(60) + "1" + "}".repeat(60);
        ProposalCase found = propose(40, i -> record(i, deep));

        assertThat(found.run().written()).isEqualTo(40);
        assertThat(found.run().ignoredFields()).isZero();
        assertThat(LostFields.of(found)).isEmpty();
    }

    @Test
    void numbersBeyondDoubleAreNumericWithAllDigits() {
        ProposalCase found =
                propose(40, i -> record(i, "\"big\":1e400,\"tiny\":1e-400,\"digits\":12345678901234567890.123456789"));

        assertThat(found.type("big")).isEqualTo("numeric");
        assertThat(found.type("tiny")).isEqualTo("numeric");
        assertThat(found.run().rejected()).isZero();
        assertThat(found.run().tables().get(0).shown().get(0)).contains("12345678901234567890.123456789");
    }

    @Test
    void numbersThatNoNumericTypeHoldsAreText() {
        ProposalCase found = propose(40, i -> record(i, "\"v\":" + i + ",\"huge\":1e9999"));

        assertThat(found.type("huge")).isEqualTo("text");
        assertThat(found.run().written()).isEqualTo(40);
        assertThat(found.run().tables().get(0).shown().get(0)).contains("1e9999");
    }

    @Test
    void exponentsThatNeedAHugeNumberOfDigitsAreReadInTime() {
        ProposalCase found = propose(40, i -> record(i, "\"v\":1e999999999,\"w\":1e99999999999999"));

        assertThat(found.run().written() + found.run().rejected()).isEqualTo(40);
    }

    @Test
    void duplicateFieldsAndNulCharactersAreWrittenAsTheSinkDoes() {
        ProposalCase found = propose(40, i -> record(i, "\"v\":\"first\",\"v\":\"a\\u0000b\",\"v\":\"last\\u0000\""));

        assertThat(found.type("v")).isEqualTo("text");
        assertThat(found.run().written()).isEqualTo(40);
        assertThat(found.run().tables().get(0).shown().get(0)).contains("last");
    }

    @Test
    void binaryRecordsAmongJsonAreReported() {
        ProposalCase found = ProposalCase.of(bytes(
                40,
                i -> i % 4 == 0
                        ? new byte[] {0, 0, 0, 0, 7, (byte) 0xC3, 0x28}
                        : record(i, "\"v\":1").getBytes(StandardCharsets.UTF_8),
                i -> null));

        assertThat(found.run().written()).isEqualTo(30);
        assertThat(found.run().rejections())
                .extracting(DryRun.Rejection::reason)
                .containsExactly("not-json");
        assertThat(found.proposal().unmapped()).contains(new UnmappedField("header binary", "its bytes are not text"));
    }

    @Test
    void onlyBinaryRecordsFailWithTheProbableFormat() {
        TopicSample sample = bytes(20, i -> new byte[] {0, 0, 0, 0, 7, 2, 4, 8}, i -> null);

        assertThatThrownBy(() -> ProposalCase.of(sample))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("none of the 20 records")
                .hasMessageContaining("schema registry");
    }

    @Test
    void anEmptyTopicFailsWithAnExplanation() {
        assertThatThrownBy(() -> ProposalCase.of(bytes(0, i -> null, i -> null)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("topic hostile has no records");
        assertThatThrownBy(() -> ProposalCase.of(bytes(5, i -> null, i -> null)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("only records without a value");
        assertThatThrownBy(() -> propose(5, i -> "[1,2]"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("arrays or single values");
    }

    @Test
    void namesThatTheMappingCannotExpressAreStoredInTheExtraColumn() {
        ProposalCase found = propose(
                40,
                i -> record(
                        i, "\"a,b\":1,\" padded \":2,\"\":3,\"*\":4,\"obj\":{\"x,y\":5,\"z\":6},\"p(q\":7,\"s)\":8"));

        assertThat(LostFields.of(found)).isEmpty();
        assertThat(found.run().ignoredFields()).isZero();
        assertThat(found.run().written()).isEqualTo(40);
        assertThat(found.type("obj")).isEqualTo("jsonb");
        assertThat(found.proposal().unmapped()).extracting(UnmappedField::field).contains("a,b", " padded ", "");
    }

    @Test
    void recordsWithOneColumnTooManyKeepTheRestInTheExtraColumn() {
        ProposalCase found = propose(30, i -> {
            StringBuilder fields = new StringBuilder("\"a\":1");
            for (int j = 0; j < 1800; j++) {
                fields.append(",\"text").append(j).append("\":\"v\"");
            }
            return record(i, fields.toString());
        });

        assertThat(found.proposal().tables().get(0).allColumns()).hasSizeBetween(300, 1_000);
        assertThat(found.run().ignoredFields()).isZero();
        assertThat(LostFields.of(found)).isEmpty();
    }

    @Test
    void recordsWithManyIntegersHaveNoMoreColumnsThanATableCanHave() {
        ProposalCase found = propose(30, i -> {
            StringBuilder fields = new StringBuilder("\"a\":1");
            for (int j = 0; j < 1800; j++) {
                fields.append(",\"n").append(j).append("\":1");
            }
            return record(i, fields.toString());
        });

        assertThat(found.proposal().tables().get(0).allColumns()).hasSizeLessThanOrEqualTo(1_598);
        assertThat(LostFields.of(found)).isEmpty();
    }

    @Test
    void integersAsBinaryKeysAreReadWithTheirConverter() {
        ProposalCase found = ProposalCase.of(sample(40, i -> record(i, "\"v\":1"), i -> ByteBuffer.allocate(8)
                .putLong(4711 + i % 3)
                .array()));

        assertThat(found.settings())
                .containsEntry("key.converter", "org.apache.kafka.connect.converters.LongConverter");
        assertThat(found.type("record key")).isEqualTo("bigint");
        assertThat(found.run().tables().get(0).shown().get(0)).contains("4711");
    }

    @Test
    void keysThatSomeRecordsLackAreListedInsteadOfRejected() {
        ProposalCase found = ProposalCase.of(sample(
                40, i -> record(i, "\"v\":1"), i -> i % 5 == 0 ? null : "device".getBytes(StandardCharsets.UTF_8)));

        assertThat(found.type("record key")).isEmpty();
        assertThat(found.proposal().unmapped()).anyMatch(field -> field.field().equals("record key"));
        assertThat(found.run().written()).isEqualTo(40);
    }

    @Test
    void aTopicThatRepeatsItsRecordsKeepsItsKey() {
        ProposalCase found = propose(200, i -> record(i / 2, "\"id\":" + (7000 + i / 2)));

        assertThat(found.keySources()).containsExactly("id");
        assertThat(found.run().tables().get(0).replaced()).isEqualTo(100);
    }

    @Test
    void textsWithEscapeSequencesAreNotSentToTheTerminal() {
        assertThat(Cells.printable("a\u001b[31mred\u0007\u202Eb")).isEqualTo("a\uFFFD[31mred\uFFFD\uFFFDb");
    }
}

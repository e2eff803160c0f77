package io.pulsefeed.cli.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A proposal for a fuzzed sample: a record in each line, the key before a tab. */
public final class FuzzedSample {

    private static final Clock CLOCK = Clock.fixed(ShapeRecords.NOW, ZoneOffset.UTC);
    private static final int RECORDS_MAX = 100;

    private FuzzedSample() {}

    public static void propose(byte[] input) {
        TopicSample sample = sample(input);
        ProposalSearch search =
                ProposalSearch.of(sample, new RecordParser(1 << 20), new Proposer.Wishes("", "", "extra"), CLOCK);
        SinkModel model = SinkModel.of(ConnectorSettings.of(search.proposal()));
        List<String> ddl = model.ddl(ProposalApplier.timescale("", "public")).values().stream()
                .flatMap(Collection::stream)
                .toList();
        assertThat(ddl).isNotEmpty().noneMatch(statement -> statement.indexOf('\0') >= 0);
        new MapReport(new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8))
                .print(sample, search.profile(), search.proposal(), ddl, search.run());
        assertThat(MapJson.of(sample, search.profile(), search.proposal(), ddl, search.run())
                        .toString())
                .isNotEmpty();
    }

    private static TopicSample sample(byte[] input) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= input.length && records.size() < RECORDS_MAX; i++) {
            if (i == input.length || input[i] == '\n') {
                records.add(record(Arrays.copyOfRange(input, start, i), records.size()));
                start = i + 1;
            }
        }
        return new TopicSample("fuzzed", records, records.size(), 1, 1, false, "");
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] line, int number) {
        int tab = 0;
        while (tab < line.length && line[tab] != '\t') {
            tab++;
        }
        boolean hasKey = tab < line.length;
        RecordHeaders headers = new RecordHeaders();
        headers.add("h", Arrays.copyOf(line, Math.min(line.length, 20)));
        return new ConsumerRecord<>(
                "fuzzed",
                0,
                number,
                ShapeRecords.NOW.toEpochMilli() - 3_600_000 + number * 1000L,
                TimestampType.CREATE_TIME,
                0,
                0,
                hasKey ? Arrays.copyOf(line, tab) : null,
                hasKey ? Arrays.copyOfRange(line, tab + 1, line.length) : line,
                headers,
                Optional.empty());
    }
}

package io.pulsefeed.cli.mapping;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Explains why a sample has no JSON object. */
final class Unreadable {

    private static final int REGISTRY_HEADER_BYTES = 5;

    private Unreadable() {}

    static String explain(TopicSample sample, RecordParser parser) {
        String topic = "topic " + sample.topic();
        if (sample.records().isEmpty()) {
            return topic + " has no records to read" + (sample.end().isEmpty() ? "" : " (" + sample.end() + ")")
                    + ". Produce some records, then run the command again.";
        }
        int tombstones = 0;
        int registry = 0;
        int arrays = 0;
        for (ConsumerRecord<byte[], byte[]> record : sample.records()) {
            byte[] value = record.value();
            tombstones += value == null ? 1 : 0;
            registry += value != null && value.length > REGISTRY_HEADER_BYTES && value[0] == 0 ? 1 : 0;
            arrays += parser.parse(value) == null ? 0 : 1;
        }
        int records = sample.records().size();
        if (tombstones == records) {
            return topic + " has only records without a value (tombstones).";
        }
        String found = registry * 2 > records
                ? "they begin like records of Avro, Protobuf or JSON Schema with a schema registry. The sink writes these with the"
                        + " converter of the format and fields." + sample.topic() + " = * (see docs/timescale-sink.md)"
                : arrays > 0
                        ? "they are JSON, but arrays or single values. The sink writes objects only"
                        : "they are not JSON";
        return "none of the " + records + " records of " + topic + " is a JSON object: " + found + ".";
    }
}

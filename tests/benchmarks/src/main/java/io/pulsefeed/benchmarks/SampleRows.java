package io.pulsefeed.benchmarks;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Samples of a device, several per packet. A packet is one record; its time is that of its last sample.
 *
 * @param packets number of packets
 */
record SampleRows(int packets) implements BenchRows {

    static final int PER_PACKET = 3;

    private static final long FIRST_MILLIS = 1_783_465_200_000L;
    private static final int PERIOD_MILLIS = 40;
    private static final String DEVICE = "MD-V5-0000123";
    private static final String TAG = "PI";

    /** Packet {@code i} in the form in which the EmotiBit source writes it. */
    static String packet(int i) {
        int first = i * PER_PACKET;
        long millis = epochMillis(first + PER_PACKET - 1);
        return "{\"device_id\":\"" + DEVICE + "\",\"session_id\":\"s1\",\"timestamp\":" + TradeLoad.seconds(millis)
                + ",\"period\":0.040,\"emotibit_ts\":" + millis % 1_000_000
                + ",\"packet_number\":" + i + ",\"type_tag\":\"" + TAG + "\",\"reliability\":100,\"values\":["
                + value(first) + "," + value(first + 1) + "," + value(first + 2) + "],\"time_source\":\"sync\"}";
    }

    static void produce(String bootstrapServers, String topic, int packets) {
        try (BenchProducer producer = new BenchProducer(bootstrapServers, topic, 20)) {
            for (int i = 0; i < packets; i++) {
                producer.send(new ProducerRecord<>(topic, packet(i).getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private static int value(int sample) {
        return 100_000 + (int) ((sample * 2_654_435_761L & 0x7fff_ffff) % 150_000);
    }

    private static long epochMillis(int sample) {
        return FIRST_MILLIS + (long) sample * PERIOD_MILLIS;
    }

    @Override
    public String definition() {
        return "(timestamp timestamptz NOT NULL, device_id text NOT NULL, type_tag text NOT NULL, packet_number int NOT NULL,"
                + " sample_index int NOT NULL, value float8,"
                + " UNIQUE (timestamp, device_id, type_tag, packet_number, sample_index))";
    }

    @Override
    public int count() {
        return packets * PER_PACKET;
    }

    @Override
    public String columns() {
        return "timestamp, device_id, type_tag, packet_number, sample_index, value";
    }

    @Override
    public void encode(int i, ByteBuffer out) {
        out.putShort((short) 6);
        out.putInt(8).putLong(epochMillis(i) * 1000 - CopyCeiling.POSTGRES_EPOCH_MICROS);
        BenchRows.text(out, DEVICE);
        BenchRows.text(out, TAG);
        out.putInt(4).putInt(i / PER_PACKET);
        out.putInt(4).putInt(i % PER_PACKET);
        out.putInt(8).putDouble(value(i));
    }

    @Override
    public String condition(int i) {
        return "timestamp = to_timestamp(" + epochMillis(i) + " / 1000.0) AND device_id = '" + DEVICE
                + "' AND type_tag = '" + TAG + "' AND packet_number = " + i / PER_PACKET + " AND sample_index = "
                + i % PER_PACKET;
    }

    @Override
    public String sumExpressions() {
        return "count(*), sum((extract(epoch FROM timestamp) * 1000)::bigint), sum(packet_number::bigint), sum(sample_index),"
                + " sum(value::bigint)";
    }

    @Override
    public String sums() {
        BigDecimal millis = BigDecimal.ZERO;
        long numbers = 0;
        long indexes = 0;
        long values = 0;
        for (int i = 0; i < count(); i++) {
            millis = millis.add(BigDecimal.valueOf(epochMillis(i)));
            numbers += i / PER_PACKET;
            indexes += i % PER_PACKET;
            values += value(i);
        }
        return count() + " " + millis.toPlainString() + " " + numbers + " " + indexes + " " + values;
    }
}

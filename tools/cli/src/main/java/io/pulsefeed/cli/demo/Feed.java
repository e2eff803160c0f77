package io.pulsefeed.cli.demo;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One kind of data in the demo: who sends it, which connectors carry it, and what really was sent. */
interface Feed extends AutoCloseable {

    /** What the {@code ${env:..}} placeholders of this feed's connectors stand for. */
    Map<String, String> environment();

    /** Settings of a connector that hold for this feed instead of those in its file. */
    default Map<String, String> overrides(String connector) {
        return Map.of();
    }

    /** Names of the files in {@code connect-config/connectors}, without their ending. */
    List<String> connectors();

    List<String> topics();

    List<String> tables();

    /** Sees every record of a topic, on one thread. */
    Map<String, Consumer<ConsumerRecord<String, byte[]>>> readers();

    /** Starts to send; the connectors are running. */
    void begin(TableMeter tables);

    /** Sends nothing more. */
    void end();

    /** Compares what arrived in the topics and in the tables with what was sent. */
    IdLedger.Balance balance(TableMeter tables);

    /** What a person wants to see of the newest data, by name: for example a price by pair. */
    Map<String, String> lastValues();

    @Override
    void close();
}

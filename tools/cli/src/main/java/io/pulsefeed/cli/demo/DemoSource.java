package io.pulsefeed.cli.demo;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One source of data in the demo: the sender, the connectors that transport its data, and what it has sent. */
interface DemoSource extends AutoCloseable {

    /** Values of the {@code ${env:..}} placeholders in the connector files. */
    Map<String, String> environment();

    /** Settings that replace those in the file of {@code connector}. */
    default Map<String, String> overrides(String connector) {
        return Map.of();
    }

    /** Names of files in {@code connect-config/connectors}, without their extension. */
    List<String> connectors();

    List<String> topics();

    List<String> tables();

    /** Listeners by topic, called for each record on one thread. */
    Map<String, Consumer<ConsumerRecord<String, byte[]>>> recordListeners();

    /** Starts sending. The connectors are running. */
    void startSending(RowCounter rows);

    /** Stops sending. */
    void stopSending();

    /** What has been sent so far: the last id, or the number of records, by stream. */
    Map<String, Long> sent();

    /** Compares topics and tables with what {@link #sent} returned. */
    DeliveryCheck.Result checkDelivery(Map<String, Long> sent, RowCounter rows);

    /** Compares topics and tables with what has been sent so far. */
    default DeliveryCheck.Result checkDelivery(RowCounter rows) {
        return checkDelivery(sent(), rows);
    }

    /** Faults that the live page offers. */
    default List<DemoFault> faults() {
        return List.of();
    }

    /** The latest values for display, by name: for example the price by pair. */
    Map<String, String> lastValues();

    @Override
    void close();
}

package io.pulsefeed.cli.replay;

import io.pulsefeed.admin.BrokerException;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.SinkSettings;
import io.pulsefeed.cli.output.ProgressBar;
import io.pulsefeed.cli.replay.DeadLetterQueue.Selection;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.KafkaException;

/** Sends all dead letters of a sink to their original topics, for the live page. One call at a time. */
public record Redrive(ConnectRest worker, Map<String, Object> clientConfig) implements ToLongFunction<String> {

    /**
     * Returns the number of letters that were sent.
     *
     * @throws io.pulsefeed.admin.AdminException if the worker or a broker refuses
     */
    @Override
    public synchronized long applyAsLong(String connector) {
        String topic = SinkSettings.read(worker, connector).deadLetterTopic();
        if (topic.isEmpty()) {
            return 0;
        }
        try (ProgressBar progress = ProgressBar.silent("Sending", "records")) {
            return new DeadLetterQueue(clientConfig, topic, new Selection(null, Long.MAX_VALUE), progress)
                    .send()
                    .sendable();
        } catch (KafkaException e) {
            throw BrokerException.of(e);
        }
    }
}

package io.pulsefeed.admin.state;

import io.pulsefeed.admin.BrokerException;
import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.admin.KafkaAdmin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/**
 * An admin client that several collectors share. Kafka's client retries a refused connection until its deadline, so until a call has
 * succeeded, the connection is tried first.
 */
final class Brokers implements AutoCloseable {

    private static final int CONNECT_LIMIT_MS = 2_000;

    private final Map<String, Object> clientConfig;
    private final Duration limit;
    private volatile boolean reachable;
    private @Nullable KafkaAdmin admin;

    /** @param limit time for all calls of one collection */
    Brokers(Map<String, Object> clientConfig, Duration limit) {
        this.clientConfig = Map.copyOf(clientConfig);
        this.limit = limit;
    }

    Map<String, Object> clientConfig() {
        return clientConfig;
    }

    /** Runs {@code work} with the client and a new deadline. */
    <T> T call(Function<KafkaAdmin, T> work) {
        if (!reachable) {
            connect();
        }
        try {
            T result = work.apply(client());
            reachable = true;
            return result;
        } catch (BrokerException e) {
            reachable &= !e.isUnreachable();
            throw e;
        }
    }

    private synchronized KafkaAdmin client() {
        KafkaAdmin open = admin;
        if (open == null) {
            open = KafkaAdmin.create(clientConfig, limit);
            admin = open;
        }
        return open.withLimit(limit);
    }

    /** Succeeds if one of the bootstrap servers accepts a connection. */
    private void connect() {
        String servers = String.valueOf(clientConfig.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        String reason = "no address";
        for (String server : servers.split(",")) {
            int colon = server.lastIndexOf(':');
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(
                                server.substring(0, Math.max(0, colon)).strip(),
                                Integer.parseInt(server.substring(colon + 1).strip())),
                        CONNECT_LIMIT_MS);
                return;
            } catch (IOException e) {
                reason = IoErrors.describe(e);
            } catch (IllegalArgumentException e) {
                reason = "the form is HOST:PORT";
            }
        }
        throw new StateException("Cannot connect to Kafka at " + servers + " (" + reason + ").");
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close();
            admin = null;
        }
    }
}

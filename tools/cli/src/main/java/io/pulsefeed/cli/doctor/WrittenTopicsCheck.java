package io.pulsefeed.cli.doctor;

import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.options.BrokerOptions;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.topics.WrittenTopics;
import java.time.Duration;
import java.util.List;

/** The topics that the connectors write to. */
final class WrittenTopicsCheck implements Check {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String NAME = "written topics";

    private final BrokerOptions brokers;
    private final ConnectOptions connect;

    WrittenTopicsCheck(BrokerOptions brokers, ConnectOptions connect) {
        this.brokers = brokers;
        this.connect = connect;
    }

    /** Empty while the worker or the brokers do not respond, which other checks report. */
    @Override
    public List<Finding> run() {
        WrittenTopics topics = new WrittenTopics();
        try {
            ConnectRest worker = connect.rest();
            worker.connectors().forEach(name -> topics.add(name, worker.config(name), worker));
            return findings(brokers.withAdmin(Duration.ZERO, LIMIT, topics::missing));
        } catch (AdminException | UserError e) {
            return List.of();
        }
    }

    static List<Finding> findings(List<String> missing) {
        return missing.isEmpty()
                ? List.of(Finding.ok(NAME, "every topic that a source writes to exists"))
                : missing.stream()
                        .map(sentence -> Finding.fail(NAME, sentence, WrittenTopics.advice()))
                        .toList();
    }
}

package io.pulsefeed.system.upgrade;

import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a release has written is the start of today's build: records stay equal byte for byte, stored offsets are resumed from, tables
 * are written to as they are. Each subject has a class of checks; each release has a folder of fixtures.
 */
class UpgradeIT {

    private static final ReleaseFixture FIXTURE = ReleaseFixture.of(ReleaseFixture.FIRST);

    @TempDir
    private static Path home;

    private static UpgradeStack stack;

    @BeforeAll
    static void start() {
        stack = UpgradeStack.start(Checkout.ROOT, home);
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @AfterEach
    void deleteConnectors() {
        stack.deleteConnectors();
    }

    @Test
    void krakenWritesSameRecords() throws IOException {
        new KrakenUpgrade(stack, FIXTURE).writesSameRecords();
    }

    @Test
    void krakenResumesAfterStoredTrades() throws IOException {
        new KrakenUpgrade(stack, FIXTURE).resumesAfterStoredTrades();
    }

    @Test
    void articleWritesSameRecords() throws IOException {
        new ArticleUpgrade(stack, FIXTURE).writesSameRecords();
    }

    @Test
    void articleWritesNewArticlesOnly() throws IOException {
        new ArticleUpgrade(stack, FIXTURE).writesNewArticlesOnly();
    }

    @Test
    void emotiBitWritesSameRecords() {
        new EmotiBitUpgrade(stack, FIXTURE).writesSameRecords();
    }

    @Test
    void emotiBitResumesAfterStoredPacketAndFile() throws IOException {
        new EmotiBitUpgrade(stack, FIXTURE).resumesAfterStoredPacketAndFile();
    }

    @Test
    void sinkContinuesOnStoredTables() {
        SinkUpgrade sink = new SinkUpgrade(stack, FIXTURE);
        Map<String, Long> ends = sink.fillTopics();
        Map<String, Database> databases = new TreeMap<>(Map.of("plain", stack.database()));
        TestDatabase server = TestDatabase.fresh();
        // Without TimescaleDB it is another plain PostgreSQL; TestDatabase reports that.
        if (server.hasTimescale()) {
            databases.put("timescale", new Database(server.url(), server.user(), server.password()));
        }
        databases.forEach((edition, database) -> {
            sink.createTables(database, edition);
            sink.writesNewRecordsOnly(database, edition, ends);
            sink.upgradesTables(database, edition);
        });
        Map<String, Long> later = sink.addRecords(ends);
        databases.forEach((edition, database) -> sink.continuesOnUpgradedTables(database, later));
    }
}

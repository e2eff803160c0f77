package io.pulsefeed.system.upgrade;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
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
        stack = UpgradeStack.start(UpgradeStack.checkout(), home);
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
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
        check(sink, stack.database(), "plain", ends);

        Optional<Database> timescale = Database.timescale(UpgradeStack.checkout());
        timescale.ifPresent(server -> {
            String schema = "upgrade_" + ProcessHandle.current().pid();
            try {
                check(sink, server.schema(schema), "timescale", ends);
            } finally {
                server.execute("DROP SCHEMA " + schema + " CASCADE");
            }
        });
    }

    private static void check(SinkUpgrade sink, Database database, String edition, Map<String, Long> ends) {
        sink.createTables(database, edition);
        sink.writesNewRecordsOnly(database, edition, ends);
        sink.acceptsTables(database, edition);
    }
}

package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.system.Pulsefeed.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole demo under faults in random order: those of the live page, and faults that the demo does not know of. At the end nothing is
 * lost or doubled, and {@code pulsefeed audit} names nothing but the bad records. {@code chaos.faults} is the number of faults,
 * {@code chaos.seed} repeats a run, {@code chaos.only} selects faults by name, separated by commas.
 */
class PipelineChaosIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FAULTS = Integer.getInteger("chaos.faults", 20);
    private static final String ONLY = System.getProperty("chaos.only", "");
    private static final Duration LIMIT = Duration.ofSeconds(150);
    private static final Duration FROZEN = Duration.ofSeconds(20);

    /** The demo sends trades every second. */
    private static final Duration FULL = Duration.ofSeconds(10);

    private static final String CRASH = "crash the database";
    private static final String FILL = "fill the disk";
    private static final String TRADES = "trade_data";
    private static final String PACKETS = "emotibit_packet";
    private static final String SINK_SESSIONS = "application_name LIKE 'pulsefeed%' AND pid <> pg_backend_pid()";

    @TempDir
    private Path folder;

    private final Map<String, Integer> injected = new TreeMap<>();
    private DemoRun demo;
    private int pageFaults;
    private int columns;
    private int disks;
    private boolean canFillDisks;

    private interface Fault {
        void inject() throws Exception;
    }

    @Test
    @Tag("chaos")
    void nothingIsLostDoubledOrUnexplained() throws Exception {
        long seed = Long.getLong("chaos.seed", System.nanoTime());
        System.out.println("Chaos: seed " + seed + ", " + FAULTS + " faults");
        run(() -> order(new Random(seed)));
    }

    @Test
    void nothingIsLostDoubledOrUnexplainedAfterAFewFaults() throws Exception {
        run(() -> {
            List<String> few = new ArrayList<>(List.of("record", CRASH, FILL));
            few.retainAll(faults().keySet());
            return few;
        });
    }

    private void run(Supplier<List<String>> order) throws Exception {
        canFillDisks = SmallDisk.isSupported(folder);
        if (!canFillDisks) {
            System.out.println("NOT CHECKED: a full disk, because this user cannot mount a file system");
        }
        Instant start = Instant.now();
        try (DemoRun running = DemoRun.start(folder)) {
            demo = running;
            for (String fault : order.get()) {
                System.out.println("Chaos: " + fault);
                injected.merge(fault, 1, Integer::sum);
                faults().get(fault).inject();
                awaitFlow(fault);
            }
            JsonNode audit = awaitAudit(start);
            JsonNode result = demo.finish();

            System.out.println(
                    "Chaos: " + injected + ", " + audit.path("findings").size() + " findings, " + result);
            assertThat(result.path("lost").asLong(-1)).as(result.toString()).isZero();
            assertThat(result.path("duplicated").asLong(-1)).isZero();
        }
    }

    /** Each fault about equally often. */
    private List<String> order(Random random) {
        List<String> order = new ArrayList<>();
        while (order.size() < FAULTS) {
            List<String> round = new ArrayList<>(faults().keySet());
            Collections.shuffle(round, random);
            order.addAll(round);
        }
        return order.subList(0, FAULTS);
    }

    private Map<String, Fault> faults() {
        Map<String, Fault> faults = new TreeMap<>();
        demo.offeredFaults()
                .forEach(offered -> faults.put(
                        offered.path("id").asText(),
                        () -> demo.inject(offered.path("id").asText(), ++pageFaults)));
        faults.put(
                "cut database sessions",
                () -> sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE " + SINK_SESSIONS));
        faults.put(CRASH, this::crashDatabase);
        faults.put("freeze Kafka and Connect", this::freeze);
        faults.put("add a column", () -> sql("ALTER TABLE trade_data ADD COLUMN chaos" + ++columns + " integer"));
        faults.put("restart connectors", this::restartConnectors);
        if (canFillDisks) {
            faults.put(FILL, this::fillDisk);
        }
        if (!ONLY.isEmpty()) {
            faults.keySet().retainAll(Set.of(ONLY.split(",")));
        }
        return faults;
    }

    /** A backend that is killed makes PostgreSQL end all sessions and recover from its log. */
    private void crashDatabase() throws IOException {
        List<List<String>> sessions =
                demo.tables().rows("SELECT pid FROM pg_stat_activity WHERE " + SINK_SESSIONS + " LIMIT 1");
        assertThat(sessions).isNotEmpty();
        signal("KILL", sessions.get(0).get(0));
    }

    /** All clocks of the process jump, connections and leases expire. */
    private void freeze() throws Exception {
        List<ProcessHandle> stack = demo.processes("StackMain");
        assertThat(stack).hasSize(1);
        String pid = Long.toString(stack.get(0).pid());
        Instant end = Instant.now().plus(FROZEN);
        signal("STOP", pid);
        try {
            await().atMost(FROZEN.multipliedBy(2)).until(() -> Instant.now().isAfter(end));
        } finally {
            signal("CONT", pid);
        }
    }

    private void restartConnectors() throws Exception {
        for (JsonNode connector : demo.state().path("connectors")) {
            String name = connector.path("name").asText();
            assertThat(demo.post("/api/connectors/" + name + "/restart").statusCode())
                    .isIn(Set.of(200, 502));
        }
    }

    /** Trades wait until there is space again; packets, which are on another disk, do not. */
    private void fillDisk() throws IOException {
        Path disk = folder.resolve("disk" + ++disks);
        try (SmallDisk full = SmallDisk.move(demo.administeredTables(), TRADES, disk)) {
            Instant[] grew = {Instant.now()};
            long[] rows = {-1};
            await("full disk")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        long now = demo.tables().count(TRADES);
                        if (now != rows[0]) {
                            rows[0] = now;
                            grew[0] = Instant.now();
                        }
                        return Instant.now().isAfter(grew[0].plus(FULL));
                    });
            awaitFlow("full disk", PACKETS);
        }
    }

    private static void signal(String signal, String pid) throws IOException {
        try {
            assertThat(new ProcessBuilder("kill", "-" + signal, pid)
                            .inheritIO()
                            .start()
                            .waitFor())
                    .isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sql(String statement) {
        demo.tables().execute(statement);
    }

    /** Waits until trades and packets reach their tables again. */
    private void awaitFlow(String fault) {
        awaitFlow(fault, TRADES);
        awaitFlow(fault, PACKETS);
    }

    private void awaitFlow(String fault, String table) {
        Set<Long> counts = new HashSet<>();
        await(fault + ": " + table)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptionsInstanceOf(RuntimeException.class)
                .until(() -> {
                    demo.requireAlive();
                    counts.add(demo.tables().count(table));
                    return counts.size() > 1;
                });
    }

    /** The audit of the whole run. Records that are on their way are not judged, those of the last fault may still be. */
    private JsonNode awaitAudit(Instant start) {
        List<JsonNode> last = new ArrayList<>();
        await().atMost(LIMIT).pollInterval(Duration.ofSeconds(5)).untilAsserted(() -> {
            Result result = demo.pulsefeed()
                    .run(List.of(
                            "audit", "--deep", "--json", "--since", start.toString(), "--connect-url", demo.restUrl()));
            JsonNode report = JSON.readTree(
                    result.out().lines().reduce((first, second) -> second).orElse("{}"));
            assertThat(report.path("findings").isArray()).as(result.err()).isTrue();
            List<String> unexplained = new ArrayList<>();
            report.path("findings").forEach(finding -> {
                if (!isExpected(finding)) {
                    unexplained.add(finding.toString());
                }
            });
            assertThat(unexplained).isEmpty();
            assertThat(deadLetters(report)).isEqualTo(injected.getOrDefault("record", 0));
            last.add(report);
        });
        return last.get(last.size() - 1);
    }

    private static int deadLetters(JsonNode report) {
        int count = 0;
        for (JsonNode finding : report.path("findings")) {
            count += finding.path("stage").asText().equals("dead letter") ? 1 : 0;
        }
        return count;
    }

    /** A bad record is a dead letter; packets that the page drops are lost on the network, and the source reports them. */
    private static boolean isExpected(JsonNode finding) {
        return Set.of("dead letter", "network").contains(finding.path("stage").asText());
    }
}

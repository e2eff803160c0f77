package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.FreePorts;
import io.pulsefeed.testing.NotChecked;
import io.pulsefeed.testing.TestDatabase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The statements and URLs of docs/managed.md on a real PostgreSQL and PgBouncer. */
@TestInstance(Lifecycle.PER_CLASS)
class ManagedDatabaseIT {

    private static final TopicPartition TRADES = new TopicPartition("rawtrade", 0);
    private static final Path PGBOUNCER = Path.of("/usr/sbin/pgbouncer");
    private static final int RECORDS = 700;

    @TempDir
    private Path folder;

    private TestDatabase server;

    @BeforeAll
    void start() throws IOException {
        server = TestDatabase.startPlainPostgres();
        server.execute(documented("role"));
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    private static String documented(String name) {
        Matcher block = Pattern.compile("<!-- " + name + ":begin -->\\s+```sql\\R(.*?)```", Pattern.DOTALL)
                .matcher(Checkout.text("docs/managed.md"));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private SinkDriver sink(String url, String role, String name, int records) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "connection.url",
                url,
                "connection.user",
                role,
                "connection.password",
                "CHANGE_ME",
                "name",
                name,
                "topics",
                "rawtrade",
                "profile",
                "cryptoviz"));
        return new SinkDriver(settings, Map.of(TRADES, Records.trades(0, records)), true);
    }

    private long rows() {
        return server.count("SELECT count(*) FROM pulsefeed_data.trade_data");
    }

    @Test
    void aRoleWithoutSuperuserCreatesTablesAndAnotherOnlyWrites() {
        try (SinkDriver owner = sink(server.url(), "pulsefeed_sink", "owner", RECORDS)) {
            owner.drain();
        }
        long written = rows();
        assertThat(written).isEqualTo(RECORDS);
        assertThat(server.rows("SELECT tableowner FROM pg_tables WHERE tablename = 'trade_data'"))
                .containsExactly("pulsefeed_sink");

        server.execute(documented("writer"));
        try (SinkDriver writer = sink(server.url(), "pulsefeed_writer", "writer", RECORDS + 50)) {
            writer.drain();
        }
        assertThat(rows()).isEqualTo(written + 50);
        assertThat(
                        server.rows(
                                "SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname LIKE 'pulsefeed%'"))
                .containsOnly("f");
    }

    @Test
    void verifyFullAcceptsOnlyTheAuthorityOfTheServer() throws Exception {
        certificate("server");
        certificate("other");
        install("server.crt");
        install("server.key");
        server.execute("ALTER SYSTEM SET ssl = on");
        server.execute("SELECT pg_reload_conf()");
        String url =
                "jdbc:postgresql://localhost:" + server.port() + "/postgres?sslmode=verify-full&sslrootcert=" + folder;
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> connects(url + "/server.crt"));

        try (SinkDriver sink = sink(url + "/server.crt", "pulsefeed_sink", "tls", RECORDS)) {
            sink.drain();
            assertThat(server.count("SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                            + " WHERE ssl AND usename = 'pulsefeed_sink'"))
                    .isPositive();
        }
        assertThatThrownBy(() -> DriverManager.getConnection(url + "/other.crt", "pulsefeed_sink", "x"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("SSL");
        assertThatThrownBy(() -> DriverManager.getConnection(
                        url.replace("localhost", "127.0.0.1") + "/server.crt", "pulsefeed_sink", "x"))
                .as("the certificate is for another name")
                .isInstanceOf(SQLException.class);
    }

    private static boolean connects(String url) {
        try (Connection connection = DriverManager.getConnection(url, "pulsefeed_sink", "x")) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private void certificate(String name) throws Exception {
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=DNS:localhost",
                        "-keyout",
                        name + ".key",
                        "-out",
                        name + ".crt")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.log").toFile())
                .start();
        assertThat(openssl.waitFor()).isZero();
    }

    /** The server writes the file itself, because it runs as another user and accepts only its own private key. */
    private void install(String file) throws IOException {
        String content = Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve(file)));
        String directory = server.rows("SHOW data_directory").get(0);
        server.execute(
                "COPY (SELECT '" + content + "') TO PROGRAM 'umask 077; base64 -d > " + directory + "/" + file + "'");
    }

    @Test
    void writesExactlyOnceThroughATransactionPooler() throws Exception {
        if (!Files.isExecutable(PGBOUNCER)) {
            NotChecked.skip("a transaction pooler", PGBOUNCER + " is missing (apt-get install pgbouncer)");
        }
        int port = FreePorts.one();
        Path readable = Files.createTempDirectory(
                "pgbouncer", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Path config =
                Files.writeString(readable.resolve("pgbouncer.ini"), poolerSettings(port), StandardCharsets.UTF_8);
        Process pooler = new ProcessBuilder(PGBOUNCER.toString(), "-u", "nobody", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(readable.resolve("log").toFile())
                .start();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> isOpen(port));
            long before =
                    server.count("SELECT count(*) FROM pg_tables WHERE tablename = 'trade_data'") == 0 ? 0 : rows();
            String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?prepareThreshold=0";
            // Two tasks share the two connections of the pool.
            try (SinkDriver first = sink(url, "pulsefeed_sink", "pooled", RECORDS);
                    SinkDriver second = sink(url, "pulsefeed_sink", "pooled-2", RECORDS)) {
                for (SinkDriver each : List.of(first, second, first)) {
                    each.drain();
                }
            }
            assertThat(rows()).isEqualTo(Math.max(before, RECORDS));
            assertThat(server.rows("SELECT connector, next_offset FROM pulsefeed_data.connect_sink_offsets"
                            + " WHERE connector LIKE 'pooled%' ORDER BY 1"))
                    .containsExactly("pooled|" + RECORDS, "pooled-2|" + RECORDS);
        } finally {
            pooler.destroy();
            assertThat(pooler.waitFor(20, TimeUnit.SECONDS)).isTrue();
            for (String file : List.of("pgbouncer.ini", "log", "")) {
                Files.deleteIfExists(readable.resolve(file));
            }
        }
    }

    private String poolerSettings(int port) {
        return """
                [databases]
                postgres = host=127.0.0.1 port=%d dbname=postgres user=pulsefeed_sink
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                auth_type = any
                pool_mode = transaction
                default_pool_size = 2
                ignore_startup_parameters = extra_float_digits
                unix_socket_dir =
                """
                .formatted(server.port(), port);
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

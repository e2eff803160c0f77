package io.pulsefeed.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Kafka, Kafka Connect and PostgreSQL without Docker. A child process runs all three on loopback, stores its data in a home directory,
 * and loads plugins from their zips like any worker.
 *
 * <p>The child process receives the environment variables that connector files refer to, among them {@code PULSEFEED_HOME},
 * {@code PULSEFEED_JDBC_URL}, {@code PULSEFEED_DB_USER} and {@code PULSEFEED_DB_PASSWORD}. It exits when its parent exits.
 */
public final class LocalStack implements AutoCloseable {

    static final String DATABASE_URL = "PULSEFEED_JDBC_URL";
    static final String DATABASE_USER = "PULSEFEED_DB_USER";
    static final String DATABASE_PASSWORD = "PULSEFEED_DB_PASSWORD";

    private final StackSettings settings;
    private final Map<String, String> environment;
    private final List<String> jvmOptions;
    private final Map<String, Long> initialEndOffsets;
    private volatile ChildProcess child;

    private LocalStack(
            StackSettings settings, Map<String, String> environment, List<String> jvmOptions, ChildProcess child) {
        this.settings = settings;
        this.environment = environment;
        this.jvmOptions = jvmOptions;
        this.child = child;
        this.initialEndOffsets = child.initialEndOffsets();
    }

    public static Builder builder() {
        return new Builder();
    }

    public String restUrl() {
        return "http://127.0.0.1:" + settings.ports().connect();
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + settings.ports().kafka();
    }

    public String jdbcUrl() {
        return variable(DATABASE_URL);
    }

    public String databaseUser() {
        return variable(DATABASE_USER);
    }

    public String databasePassword() {
        return variable(DATABASE_PASSWORD);
    }

    /** A shell command that opens the embedded database; empty for an external one. It reads the password from its file. */
    public Optional<String> psqlCommand() {
        return settings.isDatabaseEmbedded()
                ? Optional.of("PGPASSWORD=$(cat '%s') psql -h 127.0.0.1 -p %d -U %s pulsefeed"
                        .formatted(
                                new Home(settings.home()).passwordFile(),
                                settings.ports().database(),
                                databaseUser()))
                : Optional.empty();
    }

    private String variable(String name) {
        return Objects.requireNonNull(environment.get(name), name);
    }

    /**
     * End offset of each partition of the profile's topics before the worker started, by {@code topic-partition}. Records from there
     * on were written during this run. In a home that was used before, the worker starts its connectors before
     * {@link Builder#start} returns.
     */
    public Map<String, Long> initialEndOffsets() {
        return initialEndOffsets;
    }

    /** A sentence if the disk of the home directory is full: the servers do not report it. */
    public Optional<String> fullDisk() {
        return FullDisk.of(settings.home());
    }

    public Path logs() {
        return new Home(settings.home()).logs();
    }

    /** Process id of Kafka and Kafka Connect; PostgreSQL runs in child processes. */
    public long pid() {
        return child.pid();
    }

    public boolean isAlive() {
        return child.isAlive();
    }

    /** Resident bytes of the stack and its database, shared pages counted once; empty on systems other than Linux. */
    public Optional<Long> residentBytes() {
        return ResidentMemory.of(child.pid(), new Postmaster(new Home(settings.home()).postgresData()).process());
    }

    /** Stops worker, broker and database in this order, by force after one minute. Idempotent. */
    @Override
    public void close() {
        child.stop();
        if (settings.isDatabaseEmbedded()) {
            new Postmaster(new Home(settings.home()).postgresData()).stopOrphan();
        }
    }

    /** Kills the process like {@code kill -9}. PostgreSQL keeps running until the next start in this home, or {@link #close}. */
    public void killForcibly() {
        child.kill();
    }

    /**
     * Starts the process again after {@link #killForcibly}, with the same settings and data.
     *
     * @throws StackException if it does not start within {@code limit}
     */
    public void restart(Duration limit, StackListener listener) {
        child = ChildProcess.launch(settings, new Home(settings.home()), environment, jvmOptions, listener);
        child.awaitReady(limit);
    }

    public boolean isDatabaseEmbedded() {
        return settings.isDatabaseEmbedded();
    }

    /** Stops the embedded database with a fast shutdown, which disconnects its clients. */
    public void stopDatabase() {
        new Postmaster(new Home(settings.home()).postgresData()).stopOrphan();
    }

    /**
     * Starts the embedded database again after {@link #stopDatabase}.
     *
     * @throws StackException if it does not accept connections within {@code limit}
     */
    public void startDatabase(Duration limit) {
        Home home = new Home(settings.home());
        new Postmaster(home.postgresData())
                .start(home.logs().resolve("postgres.log"), settings.ports().database(), limit);
    }

    /** Settings of a stack. All but the home directory have defaults. */
    public static final class Builder {

        private @Nullable Path home;
        private @Nullable Path layout;
        private @Nullable Path connectConfig;
        private Ports ports = Ports.DEFAULT;
        private List<Path> plugins = List.of();
        private Map<String, String> environment = Map.of();
        private String jdbcUrl = "";
        private String databaseUser = "";
        private String databasePassword = "";
        private String topicProfile = "single";
        private List<String> jvmOptions = List.of();
        private Duration startLimit = Duration.ofSeconds(180);

        private Builder() {}

        /** The directory for data, logs and unpacked plugins; created if it is missing. */
        public Builder home(Path folder) {
            this.home = folder.toAbsolutePath().normalize();
            return this;
        }

        /** The directory of the stack's jars; by default {@code tools/local-stack/target/stack} of the checkout. */
        public Builder layout(Path folder) {
            this.layout = folder.toAbsolutePath().normalize();
            return this;
        }

        /** The directory with {@code worker/local.properties} and {@code topics/}; by default that of the checkout. */
        public Builder connectConfig(Path folder) {
            this.connectConfig = folder.toAbsolutePath().normalize();
            return this;
        }

        public Builder kafkaPort(int port) {
            this.ports = ports.withKafka(port);
            return this;
        }

        public Builder controllerPort(int port) {
            this.ports = ports.withController(port);
            return this;
        }

        public Builder connectPort(int port) {
            this.ports = ports.withConnect(port);
            return this;
        }

        public Builder databasePort(int port) {
            this.ports = ports.withDatabase(port);
            return this;
        }

        /** The plugin zips that the worker loads. */
        public Builder plugins(List<Path> zips) {
            this.plugins =
                    zips.stream().map(zip -> zip.toAbsolutePath().normalize()).toList();
            return this;
        }

        /** Variables for {@code ${env:..}} in connector files, which can only read names that start with {@code PULSEFEED_}. */
        public Builder environment(Map<String, String> variables) {
            this.environment = Map.copyOf(variables);
            return this;
        }

        /** An existing database instead of the embedded one. */
        public Builder externalDatabase(String url, String user, String password) {
            this.jdbcUrl = url;
            this.databaseUser = user;
            this.databasePassword = password;
            return this;
        }

        /** The name of a file in {@code connect-config/topics}, without its extension. */
        public Builder topicProfile(String name) {
            this.topicProfile = name;
            return this;
        }

        /** Additional JVM options of the child process, after those of the stack. */
        public Builder jvmOptions(List<String> options) {
            this.jvmOptions = List.copyOf(options);
            return this;
        }

        public Builder startLimit(Duration limit) {
            this.startLimit = limit;
            return this;
        }

        /**
         * Starts the stack and waits until its worker is healthy.
         *
         * @throws StackException if it does not start; everything that was started is stopped again
         */
        public LocalStack start(StackListener listener) {
            if (home == null) {
                throw new IllegalStateException("home is required");
            }
            Path jars = layout == null ? Layout.find() : layout;
            Path config = connectConfig == null ? Layout.connectConfigOf(jars) : connectConfig;
            StackSettings settings = new StackSettings(
                    home,
                    jars,
                    config.resolve("worker").resolve("local.properties"),
                    Layout.topicsFile(config, topicProfile),
                    ports,
                    plugins,
                    jdbcUrl);
            Home folder = new Home(home);
            folder.create();
            Map<String, String> variables = variables(folder);
            ChildProcess child = ChildProcess.launch(settings, folder, variables, jvmOptions, listener);
            try {
                child.awaitReady(startLimit);
            } catch (StackException e) {
                new LocalStack(settings, variables, jvmOptions, child).close();
                throw e;
            }
            return new LocalStack(settings, variables, jvmOptions, child);
        }

        private Map<String, String> variables(Home folder) {
            Map<String, String> variables = new LinkedHashMap<>();
            variables.put("PULSEFEED_HOME", folder.folder().toString());
            if (jdbcUrl.isEmpty()) {
                variables.put(DATABASE_URL, "jdbc:postgresql://127.0.0.1:" + ports.database() + "/pulsefeed");
                variables.put(DATABASE_USER, "pulsefeed");
                variables.put(DATABASE_PASSWORD, folder.password());
            } else {
                variables.put(DATABASE_URL, jdbcUrl);
                variables.put(DATABASE_USER, databaseUser);
                variables.put(DATABASE_PASSWORD, databasePassword);
            }
            variables.putAll(environment);
            return variables;
        }
    }
}

package io.pulsefeed.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kafka, Kafka Connect and PostgreSQL without Docker: a child process that runs all three on loopback, keeps its data in a home folder, and
 * loads plugins from their zips as any worker does.
 *
 * <p>The child sees what a worker's process sees: environment variables, among them {@code PULSEFEED_HOME},
 * {@code PULSEFEED_JDBC_URL}, {@code PULSEFEED_DB_USER} and {@code PULSEFEED_DB_PASSWORD}. It ends with its parent.
 */
public final class LocalStack implements AutoCloseable {

    static final String DATABASE_URL = "PULSEFEED_JDBC_URL";
    static final String DATABASE_USER = "PULSEFEED_DB_USER";
    static final String DATABASE_PASSWORD = "PULSEFEED_DB_PASSWORD";

    private final StackSettings settings;
    private final Map<String, String> environment;
    private final ChildProcess child;

    private LocalStack(StackSettings settings, Map<String, String> environment, ChildProcess child) {
        this.settings = settings;
        this.environment = environment;
        this.child = child;
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
        return environment.get(DATABASE_URL);
    }

    public String databaseUser() {
        return environment.get(DATABASE_USER);
    }

    public String databasePassword() {
        return environment.get(DATABASE_PASSWORD);
    }

    /**
     * Where each partition of the profile's topics, named {@code topic-number}, ended before the worker began: what is behind it
     * came with this start. A worker on a used home runs its connectors at once, before {@link Builder#start} returns.
     */
    public Map<String, Long> topicEnds() {
        return child.topicEnds();
    }

    public Path logs() {
        return new Home(settings.home()).logs();
    }

    /** The process of Kafka and Connect; PostgreSQL runs as its children. */
    public long pid() {
        return child.pid();
    }

    public boolean isAlive() {
        return child.isAlive();
    }

    /** Resident bytes of the stack with its database, shared pages counted once; empty where the system does not tell. */
    public Optional<Long> residentBytes() {
        return ResidentMemory.of(child.pid(), new Postmaster(new Home(settings.home()).postgresData()).process());
    }

    /** Stops worker, broker and database in this order; by force if that takes longer than a minute. Does nothing when stopped before. */
    @Override
    public void close() {
        child.stop();
        if (settings.hasOwnDatabase()) {
            new Postmaster(new Home(settings.home()).postgresData()).stopOrphan();
        }
    }

    /** Kills the process as {@code kill -9} does. PostgreSQL is left running; the next start on this home, or {@link #close}, ends it. */
    public void killForcibly() {
        child.kill();
    }

    /** What to start. Every setting has a default but the home folder. */
    public static final class Builder {

        private Path home;
        private Path layout;
        private Path connectConfig;
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

        /** The folder for data, logs and unpacked plugins; made if it is missing. */
        public Builder home(Path folder) {
            this.home = folder.toAbsolutePath().normalize();
            return this;
        }

        /** The folder of the stack's jars; by default {@code tools/local-stack/target/stack} of the tree around the working directory. */
        public Builder layout(Path folder) {
            this.layout = folder.toAbsolutePath().normalize();
            return this;
        }

        /** The folder with {@code worker/local.properties} and {@code topics/}; by default that of the tree. */
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

        /** Variables for {@code ${env:..}} in connector files; only names that begin with PULSEFEED_ can be read there. */
        public Builder environment(Map<String, String> variables) {
            this.environment = Map.copyOf(variables);
            return this;
        }

        /** A database of the user's own instead of the embedded one. */
        public Builder externalDatabase(String url, String user, String password) {
            this.jdbcUrl = url;
            this.databaseUser = user;
            this.databasePassword = password;
            return this;
        }

        /** The name of a file in {@code connect-config/topics}, without its ending. */
        public Builder topicProfile(String name) {
            this.topicProfile = name;
            return this;
        }

        /** Options for the child's JVM, after the stack's own. */
        public Builder jvmOptions(List<String> options) {
            this.jvmOptions = List.copyOf(options);
            return this;
        }

        public Builder startLimit(Duration limit) {
            this.startLimit = limit;
            return this;
        }

        /**
         * Starts the stack and waits until its worker answers that it is healthy.
         *
         * @throws StackException if it does not come up; whatever was started is stopped again
         */
        public LocalStack start(StackListener listener) {
            if (home == null) {
                throw new IllegalStateException("a stack needs a home folder");
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
            LocalStack stack = new LocalStack(settings, variables, child);
            try {
                child.awaitReady(startLimit);
            } catch (StackException e) {
                stack.close();
                throw e;
            }
            return stack;
        }

        private Map<String, String> variables(Home folder) {
            Map<String, String> variables = new LinkedHashMap<>();
            variables.put("PULSEFEED_HOME", home.toString());
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

package io.pulsefeed.cli;

import io.pulsefeed.testing.Checkout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Runs every command of the command line in this process, without any server. */
final class EveryCommand {

    private static final long LIMIT_S = 30;

    /** Arguments with which commands that run until they are stopped fail at once. */
    private static final Map<String, List<String>> FAILING = Map.of(
            "demo", List.of("--home", "/dev/null/home"),
            "console", List.of("--bind", "203.0.113.1"),
            "simulate kraken", List.of("--bind-address", "203.0.113.1"),
            "simulate news", List.of("--bind-address", "203.0.113.1"),
            "simulate all", List.of("--bind-address", "203.0.113.1"),
            "simulate emotibit", List.of("--fault", "nosuch"));

    /** A command without subcommands, by its name such as {@code topics plan}. */
    record Leaf(String name, CommandSpec spec) {

        /** The command with arguments that it requires, and a short timeout; without {@code tested}. */
        List<String> arguments(String tested) {
            List<String> arguments = new ArrayList<>(Arrays.asList(name().split(" ")));
            spec.positionalParameters().stream()
                    .filter(parameter -> parameter.arity().min() > 0)
                    .forEach(parameter -> arguments.add(plausible(parameter)));
            List<String> failing = FAILING.getOrDefault(name(), List.of());
            for (OptionSpec option : spec.options()) {
                String name = option.longestName();
                if (name.equals(tested)) {
                    continue;
                }
                if (failing.contains(name)) {
                    arguments.addAll(List.of(name, failing.get(1)));
                } else if (name.equals("--timeout")) {
                    arguments.addAll(List.of(name, "0s"));
                } else if (option.required()) {
                    arguments.addAll(List.of(name, plausible(option)));
                }
            }
            return arguments;
        }

        @Override
        public String toString() {
            return name;
        }

        private static String plausible(ArgSpec argument) {
            if (argument.type().isEnum()) {
                return argument.type().getEnumConstants()[0].toString();
            }
            return switch (argument.type().getSimpleName()) {
                case "Instant" -> "2026-01-01";
                case "Path" -> "/dev/null/out";
                default -> "some";
            };
        }
    }

    /** What a command printed, and its exit code. */
    record Ended(int code, String out, String err) {}

    private final Map<String, String> environment;

    /** @param folder for the password of the database */
    EveryCommand(Path folder) {
        try {
            this.environment = Map.of(
                    "KAFKA_SERVERS", "127.0.0.1:none",
                    "PULSEFEED_CONNECT_URL", "http://127.0.0.1:1",
                    "PULSEFEED_JDBC_URL", "jdbc:postgresql://127.0.0.1:1/none",
                    "PULSEFEED_METRICS_URL", "http://127.0.0.1:1/metrics",
                    "PULSEFEED_DB_PASSWORD_FILE",
                            Files.writeString(folder.resolve("password"), "secret")
                                    .toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Leaf> all() {
        List<Leaf> leaves = new ArrayList<>();
        collect(Main.commandLine(new Main(Map.of())), "", leaves);
        leaves.sort(Comparator.comparing(Leaf::name));
        return leaves;
    }

    private static void collect(CommandLine command, String path, List<Leaf> leaves) {
        Set<CommandLine> children = new HashSet<>(command.getSubcommands().values());
        if (children.isEmpty()) {
            leaves.add(new Leaf(path, command.getCommandSpec()));
        }
        children.forEach(child -> collect(child, (path + " " + child.getCommandName()).strip(), leaves));
    }

    /** Runs a command, which must end within 30 seconds. */
    Ended run(List<String> arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        String root = System.getProperty("pulsefeed.root");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        System.setProperty("pulsefeed.root", Checkout.ROOT.toString());
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            CommandLine line = Main.commandLine(new Main(environment));
            line.setErr(new PrintWriter(System.err, true));
            line.setOut(new PrintWriter(System.out, true));
            Future<Integer> code = thread.submit(() -> line.execute(arguments.toArray(String[]::new)));
            int ended = code.get(LIMIT_S, TimeUnit.SECONDS);
            return new Ended(ended, printed.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(arguments + " did not end: " + errors + printed, e);
        } finally {
            thread.shutdownNow();
            System.setOut(out);
            System.setErr(err);
            if (root == null) {
                System.clearProperty("pulsefeed.root");
            } else {
                System.setProperty("pulsefeed.root", root);
            }
        }
    }
}

package io.pulsefeed.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.cli.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pulsefeed bench all}: every benchmark, each in a JVM of its own. */
@Command(
        name = "all",
        mixinStandardHelpOptions = true,
        description =
                "Runs every benchmark, one after the other, and prints one table. Takes about a quarter of an hour.")
final class AllBenchCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder that contains article/ and emotibit/ (default: without these two benchmarks).")
    private @Nullable Path data;

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            description = "Database of the sink's benchmarks (default: the embedded PostgreSQL).")
    private @Nullable String jdbcUrl;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often the sink is measured; the results are medians (default: 3).")
    private int rounds;

    @Option(names = "--markdown", description = "Print the table as Markdown, with the machine and the commands.")
    private boolean markdown;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<BenchResult> all = new ArrayList<>();
        if (markdown) {
            System.out.println(machine());
        }
        for (List<String> benchmark : benchmarks()) {
            System.err.println("bench " + String.join(" ", benchmark));
            List<BenchResult> results = run(benchmark);
            all.addAll(results);
            if (markdown) {
                System.out.println(table(benchmark, results));
            }
        }
        if (!markdown) {
            BenchCommand.print(System.out, all);
        }
        return 0;
    }

    private List<List<String>> benchmarks() {
        List<String> database = jdbcUrl == null ? List.of() : List.of("--jdbc-url", jdbcUrl);
        List<List<String>> benchmarks = new ArrayList<>();
        benchmarks.add(List.of("kraken"));
        benchmarks.add(List.of("latency"));
        benchmarks.add(List.of("latency", "--without-exactly-once"));
        benchmarks.add(with(database, "sink", "--rounds", Integer.toString(rounds)));
        benchmarks.add(with(database, "sink", "--latency"));
        if (data != null) {
            benchmarks.add(List.of("article", "--data", data.resolve("article").toString()));
            benchmarks.add(List.of(
                    "article",
                    "--cross-validate",
                    "--data",
                    data.resolve("article").toString()));
            benchmarks.add(
                    List.of("emotibit", "--data", data.resolve("emotibit").toString()));
        }
        return benchmarks;
    }

    private static List<String> with(List<String> more, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(more);
        return all;
    }

    /** Runs one benchmark and returns the results of its last line. */
    private static List<BenchResult> run(List<String> benchmark) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.add("-Xmx256m");
        command.add("-XX:+UseSerialGC");
        command.add("-Dpulsefeed.root=" + System.getProperty("pulsefeed.root", ""));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BenchCommand.class.getName()));
        command.addAll(benchmark);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String last = "";
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.err.println(line);
                last = line;
            }
        } finally {
            process.destroy();
        }
        if (process.waitFor() != 0) {
            throw new UserError(
                    "bench " + String.join(" ", benchmark) + " failed with exit code " + process.exitValue() + ".");
        }
        List<BenchResult> results = new ArrayList<>();
        for (JsonNode result : JSON.readTree(last).path("results")) {
            results.add(JSON.treeToValue(result, BenchResult.class));
        }
        return results;
    }

    private static String kafkaVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = KafkaProducer.class.getResourceAsStream("/kafka/kafka-version.properties")) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }

    private static String machine() throws IOException {
        return String.format(
                Locale.ROOT,
                "Measured on a machine with %d cores, %s %s, Java %s, with the clients of Kafka %s.%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version().feature(),
                kafkaVersion());
    }

    /** @param benchmark its arguments; the URL of a database is not printed, because it may contain a password */
    static String table(List<String> benchmark, List<BenchResult> results) {
        List<String> shown = new ArrayList<>(benchmark);
        int url = shown.indexOf("--jdbc-url");
        if (url >= 0) {
            shown.set(url + 1, "URL");
        }
        int folder = shown.indexOf("--data");
        if (folder >= 0) {
            shown.set(folder + 1, "DIR");
        }
        StringBuilder text = new StringBuilder("`./pulsefeed bench " + String.join(" ", shown) + "`\n\n");
        text.append("| what | result | compared with | its result | ratio |\n| --- | --- | --- | --- | --- |\n");
        for (BenchResult result : results) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s %s | %s | %s | %.2f |%n",
                    result.name(),
                    number(result.figure()),
                    result.unit(),
                    result.against(),
                    number(result.againstFigure()),
                    result.ratio()));
        }
        return text.toString();
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%,.3f", value);
    }
}

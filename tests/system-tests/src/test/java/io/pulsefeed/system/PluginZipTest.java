package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a zip holds, and what it would take from its worker without anybody noticing. */
class PluginZipTest {

    private static final Path WORKER = Checkout.path("tools/local-stack/target/stack/worker");

    /** What Connect's loader always takes from the worker, whatever a plugin packs. */
    private static final Pattern WORKERS_OWN =
            Pattern.compile("(java|javax|org\\.w3c\\.dom|org\\.xml\\.sax|org\\.slf4j|org\\.apache\\.kafka)\\..*");

    private static final Pattern REFERENCE = Pattern.compile("\\s+(\\S+)\\s+->\\s+(\\S+)\\s+.*");

    static Stream<PluginZip> zips() {
        return PluginZip.built().stream().map(PluginZip::read);
    }

    @ParameterizedTest
    @MethodSource("zips")
    void hasTheLayoutThatInstallersExpect(PluginZip zip) {
        String top = zip.file().getFileName().toString().replace(".zip", "/");

        assertThat(zip.entries()).allMatch(entry -> entry.startsWith(top));
        assertThat(zip.entries())
                .contains(
                        top + "manifest.json",
                        top + "doc/README.md",
                        top + "doc/LICENSE",
                        top + "doc/NOTICE",
                        top + "doc/bom.json");
        assertThat(zip.entries()).anyMatch(entry -> entry.startsWith(top + "etc/") && entry.endsWith(".json"));
        assertThat(zip.entries())
                .filteredOn(entry -> entry.endsWith(".jar") || entry.endsWith(".zip"))
                .allMatch(entry -> entry.startsWith(top + "lib/"));
    }

    @ParameterizedTest
    @MethodSource("zips")
    void packsNothingThatTheWorkerBrings(PluginZip zip) {
        assertThat(zip.entries())
                .noneMatch(entry -> entry.matches(
                        ".*/lib/(kafka|connect(?!-commons-)|slf4j|log4j|logback|reload4j)[\\w.-]*\\.jar"));
    }

    /**
     * A class that a plugin does not pack is looked up in the worker: there today, in another version or gone with the next release. This
     * follows every reference of every packed class and names those that only the worker could answer.
     */
    @ParameterizedTest
    @MethodSource("zips")
    void takesNoLibraryFromTheWorker(PluginZip zip, @TempDir Path folder) throws IOException {
        List<Path> jars = zip.unpackJars(folder);
        Set<String> packed = classesIn(jars);
        Set<String> workers = classesIn(jarsOfWorker());

        Set<String> leaks = new TreeSet<>();
        for (Path jar : jars) {
            Matcher reference = REFERENCE.matcher("");
            for (String line : references(jar)) {
                if (reference.reset(line).matches()) {
                    String target = reference.group(2);
                    if (workers.contains(target)
                            && !packed.contains(target)
                            && !WORKERS_OWN.matcher(target).matches()) {
                        leaks.add(reference.group(1) + " -> " + target);
                    }
                }
            }
        }
        assertThat(leaks).isEmpty();
    }

    private static List<Path> jarsOfWorker() throws IOException {
        try (Stream<Path> files = Files.list(WORKER)) {
            return files.filter(f -> f.toString().endsWith(".jar")).toList();
        }
    }

    private static Set<String> classesIn(List<Path> jars) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                names.addAll(file.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.endsWith(".class"))
                        .map(name -> name.replaceFirst("^META-INF/versions/\\d+/", ""))
                        .map(name -> name.substring(0, name.length() - ".class".length())
                                .replace('/', '.'))
                        .collect(Collectors.toSet()));
            }
        }
        return names;
    }

    private static List<String> references(Path jar) {
        StringWriter out = new StringWriter();
        ToolProvider.findFirst("jdeps")
                .orElseThrow(() -> new IllegalStateException("jdeps is missing: run the tests on a JDK, not a JRE"))
                .run(
                        new PrintWriter(out),
                        new PrintWriter(System.err),
                        "--multi-release",
                        "base",
                        "--ignore-missing-deps",
                        "-verbose:class",
                        "-filter:none",
                        jar.toString());
        List<String> lines = new ArrayList<>(out.toString().lines().toList());
        assertThat(lines).as("references that jdeps found in " + jar).isNotEmpty();
        return lines;
    }
}

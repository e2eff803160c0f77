package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that the compiled classes do not show, checked against the main Java sources of every module. */
class SourceTreeTest {

    private static final Path MAIN = Path.of("src", "main", "java");
    private static final int LONGEST_SHARED_BLOCK = 9;
    private static final Pattern INSIGNIFICANT = Pattern.compile("(import|package) .*|(//|/\\*|\\*).*|[{}()\\[\\];,]*");

    @Test
    void everyPackageHasNullMarkedPackageInfo() throws IOException {
        List<Path> missing = mainSources().stream()
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !isNullMarked(folder.resolve("package-info.java")))
                .map(Checkout.ROOT::relativize)
                .sorted()
                .toList();

        assertThat(missing)
                .as("packages without a package-info.java annotated @NullMarked")
                .isEmpty();
    }

    /** A block that two modules need belongs in a module that both depend on, such as connect-commons. */
    @Test
    void noBlockIsCopiedBetweenModules() throws IOException {
        Map<List<String>, Line> firstSeen = new HashMap<>();
        Map<String, String> copies = new TreeMap<>();
        for (Path source : mainSources()) {
            List<Line> lines = significantLines(source);
            for (int start = 0; start + LONGEST_SHARED_BLOCK < lines.size(); start++) {
                List<Line> block = lines.subList(start, start + LONGEST_SHARED_BLOCK + 1);
                Line copy = block.get(0);
                Line original =
                        firstSeen.putIfAbsent(block.stream().map(Line::text).toList(), copy);
                if (original != null && !module(original.file()).equals(module(copy.file()))) {
                    copies.putIfAbsent(original.file() + " and " + copy.file(), original + " and " + copy);
                }
            }
        }

        assertThat(copies.values())
                .as("blocks of more than %d significant lines in two modules", LONGEST_SHARED_BLOCK)
                .isEmpty();
    }

    private static boolean isNullMarked(Path packageInfo) {
        try {
            return Files.exists(packageInfo) && Files.readString(packageInfo).contains("\n@NullMarked\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> mainSources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path module : modules()) {
            try (Stream<Path> files = Files.walk(module.resolve(MAIN))) {
                files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(sources::add);
            }
        }
        return sources;
    }

    /** Folders with main Java sources, at the top of the checkout or in one of its groups. */
    private static List<Path> modules() throws IOException {
        try (Stream<Path> folders = Files.find(
                Checkout.ROOT, 2, (path, attributes) -> attributes.isDirectory() && Files.exists(path.resolve(MAIN)))) {
            return folders.sorted().toList();
        }
    }

    private static String module(Path file) {
        String path = file.toString();
        return path.substring(0, path.indexOf(MAIN.toString()));
    }

    private static List<Line> significantLines(Path source) throws IOException {
        List<String> all = Files.readAllLines(source);
        List<Line> significant = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String text = all.get(i).strip();
            if (!INSIGNIFICANT.matcher(text).matches()) {
                significant.add(new Line(Checkout.ROOT.relativize(source), i + 1, text));
            }
        }
        return significant;
    }

    private record Line(Path file, int number, String text) {
        @Override
        public String toString() {
            return file + ":" + number;
        }
    }
}

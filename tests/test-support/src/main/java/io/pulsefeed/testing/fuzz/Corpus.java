package io.pulsefeed.testing.fuzz;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The inputs of one kind before mutation.
 *
 * @param seeds valid inputs, and those that have failed before
 * @param words syntax of the kind
 */
record Corpus(List<byte[]> seeds, List<byte[]> words) {

    private static final String WORDS = "words.txt";

    static Corpus of(FuzzKind kind) throws IOException {
        String folder = "/fuzz/" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        URL found = kind.getClass().getResource(folder);
        if (found == null) {
            throw new IOException("src/test/resources" + folder + " does not exist");
        }
        List<byte[]> seeds = new ArrayList<>();
        List<byte[]> words = new ArrayList<>();
        for (Path file : files(found)) {
            String name = file.getFileName().toString();
            if (name.equals(WORDS)) {
                Files.readAllLines(file).forEach(word -> words.add(utf8(word.translateEscapes())));
            } else if (name.endsWith(".lines")) {
                Files.readAllLines(file).forEach(line -> seeds.add(utf8(line)));
            } else {
                seeds.add(Files.readAllBytes(file));
            }
        }
        seeds.addAll(kind.moreSeeds());
        return new Corpus(seeds, words);
    }

    /** In a constant order, so that a seed of the random numbers gives the same inputs. */
    private static List<Path> files(URL folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().toList();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

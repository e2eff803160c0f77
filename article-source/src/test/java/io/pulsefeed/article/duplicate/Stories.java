package io.pulsefeed.article.duplicate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Versions of invented news stories, as different sites would publish them. */
final class Stories {

    /** The same around each story, as on the sites of one publisher. */
    private static final String HEAD = "ZURICH, Jan. 14 (Coinwire) - ";

    private static final String FOOT =
            """

            Reporting by M. Keller and T. Osei; editing by R. Varga.
            This article is for information only and is not investment advice. Digital assets are volatile, and you can lose all of
            your money. Sign up for our daily newsletter, and follow us for the latest news about bitcoin, ether and other coins.
            """;

    private Stories() {}

    /** The versions as their sites publish them: each kind on a site of its own, which has repeated lines. */
    static List<Version> published() {
        Map<Kind, RepeatedLines> sites = new EnumMap<>(Kind.class);
        return all().stream()
                .map(version -> new Version(
                        version.subject(),
                        version.story(),
                        version.kind(),
                        sites.computeIfAbsent(version.kind(), kind -> new RepeatedLines())
                                .without(version.story(), version.text())))
                .toList();
    }

    /** How a version differs from the original. */
    enum Kind {
        ORIGINAL,
        FURNITURE,
        FIRST_HALF,
        FIRST_THIRD,
        REWRITE,
        REWRITE_WITH_FURNITURE
    }

    /** @param subject shared by three stories that are not related otherwise */
    record Version(String subject, String story, Kind kind, String text) {}

    /** All versions of all stories. */
    private static List<Version> all() {
        List<Version> versions = new ArrayList<>();
        texts().forEach((name, text) -> {
            String[] words = name.split(" ");
            String story = words[0] + " " + words[1];
            boolean isRewrite = words.length > 2;
            versions.add(new Version(words[0], story, isRewrite ? Kind.REWRITE : Kind.ORIGINAL, text));
            versions.add(new Version(
                    words[0], story, isRewrite ? Kind.REWRITE_WITH_FURNITURE : Kind.FURNITURE, HEAD + text + FOOT));
            if (!isRewrite) {
                versions.add(new Version(words[0], story, Kind.FIRST_HALF, start(text, 2)));
                versions.add(new Version(words[0], story, Kind.FIRST_THIRD, start(text, 3)));
            }
        });
        return versions;
    }

    private static String start(String text, int divisor) {
        String[] words = text.split("\\s+");
        return Arrays.stream(words).limit(words.length / divisor).collect(Collectors.joining(" "));
    }

    private static Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        try (InputStream in = Stories.class.getResourceAsStream("stories.txt")) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String part : all.substring(2).split("\n# ")) {
                int end = part.indexOf('\n');
                texts.put(part.substring(0, end), part.substring(end + 1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }
}

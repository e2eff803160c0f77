package io.pulsefeed.article.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.article.DataFiles;
import io.pulsefeed.article.duplicate.Stories.Kind;
import io.pulsefeed.article.duplicate.Stories.Version;
import io.pulsefeed.article.extract.ArticleExtractor;
import io.pulsefeed.article.extract.PageInput;
import io.pulsefeed.testing.EvaluationData;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class TextSketchTest {

    private static final String WORDS =
            IntStream.range(0, 60).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));

    /** The rule of {@code pulsefeed_same_story} in {@code database/analytics}. */
    static boolean isSameStory(String a, String b) {
        List<String> first = Arrays.asList(a.split(" "));
        List<String> second = Arrays.asList(b.split(" "));
        String bound = bound(first).compareTo(bound(second)) < 0 ? bound(first) : bound(second);
        Set<String> shared = new TreeSet<>(first);
        shared.retainAll(second);
        long smaller = Math.min(countUpTo(bound, first), countUpTo(bound, second));
        return shared.size() >= 5 && shared.size() >= 0.4 * smaller;
    }

    /** Up to this hash, a sketch has all hashes of its text. */
    private static String bound(List<String> sketch) {
        return sketch.size() < 48 ? "ffffffff" : sketch.get(sketch.size() - 1);
    }

    private static long countUpTo(String bound, List<String> sketch) {
        return sketch.stream().filter(hash -> hash.compareTo(bound) <= 0).count();
    }

    private static String sketch(String text) {
        return TextSketch.of(text).orElseThrow();
    }

    @Test
    void isStableBecauseItIsStored() {
        assertThat(sketch(WORDS)).startsWith("0314cdf3 0722e799 1148af67 ").hasSize(48 * 9 - 1);
        assertThat(sketch("a b c d e f g h i j k l m n o p q r s t u v").split(" "))
                .hasSize(20)
                .isSorted();
    }

    @Test
    void ignoresCasePunctuationAndLayout() {
        assertThat(sketch(WORDS.toUpperCase().replace(" ", ",\n - "))).isEqualTo(sketch(WORDS));
        assertThat(sketch(WORDS + " Bitcoin\u2019s don't")).isEqualTo(sketch(WORDS + " bitcoins don\u2019t"));
    }

    @Test
    void shortTextsHaveNone() {
        assertThat(TextSketch.of("")).isEqualTo(Optional.empty());
        assertThat(TextSketch.of("Bitcoin price today: all you need to know about the market"))
                .isEmpty();
        assertThat(TextSketch.of("one two three ".repeat(500)))
                .as("three shingles")
                .isEmpty();
    }

    @Test
    void comparesTextsWithoutSpaces() {
        String japanese =
                "\u6771\u4EAC\u8A3C\u5238\u53D6\u5F15\u6240\u306F\u706B\u66DC\u65E5\u3001\u6697\u53F7\u8CC7\u7523"
                        + "\u306E\u6295\u8CC7\u4FE1\u8A17\u3092\u6765\u5E74\u304B\u3089\u4E0A\u5834\u3055\u305B\u308B\u65B9"
                        + "\u91DD\u3092\u660E\u3089\u304B\u306B\u3057\u305F\u3002";
        String other =
                "\u91D1\u878D\u5E81\u306F\u6728\u66DC\u65E5\u3001\u6697\u53F7\u8CC7\u7523\u306E\u4EA4\u63DB\u696D"
                        + "\u8005\u306B\u5BFE\u3057\u3066\u9867\u5BA2\u306E\u8CC7\u91D1\u3092\u5225\u306B\u7BA1\u7406\u3059"
                        + "\u308B\u3088\u3046\u547D\u3058\u305F\u3002";
        assertThat(isSameStory(sketch(japanese), sketch(japanese.substring(4) + "\uFF08\u5171\u540C\uFF09")))
                .isTrue();
        assertThat(isSameStory(sketch(japanese), sketch(other))).isFalse();
    }

    @Test
    void linesThatAreRepeatedInOtherArticlesAreNotPartOfTheText() {
        RepeatedLines site = new RepeatedLines();
        assertThat(site.without("u1", "a\nnote")).isEqualTo("a\nnote");
        assertThat(site.without("u1", "a\nnote")).isEqualTo("a\nnote");
        assertThat(site.without("u2", "b\n note")).isEqualTo("b\n note");
        assertThat(site.without("u3", "c\nnote\nd")).isEqualTo("c\nd");
        assertThat(site.without("u1", "a2\nnote")).as("an update").isEqualTo("a2");
    }

    /** All pairs of versions of one story, and all pairs of different stories, of which a fifth have the same subject. */
    @Test
    void findsVersionsOfAStoryAndNoOtherArticles() {
        List<Version> versions = Stories.published();
        Map<Kind, int[]> foundOfAll = new EnumMap<>(Kind.class);
        int found = 0;
        int wrong = 0;
        int related = 0;
        int unrelated = 0;
        for (int i = 0; i < versions.size(); i++) {
            for (int j = 0; j < i; j++) {
                Version a = versions.get(i);
                Version b = versions.get(j);
                boolean isFound = isSameStory(sketch(a.text()), sketch(b.text()));
                if (a.story().equals(b.story())) {
                    related++;
                    found += isFound ? 1 : 0;
                    for (Version version : List.of(a, b)) {
                        int[] counts = foundOfAll.computeIfAbsent(version.kind(), kind -> new int[2]);
                        counts[0] += isFound ? 1 : 0;
                        counts[1]++;
                    }
                } else {
                    unrelated++;
                    wrong += isFound ? 1 : 0;
                }
            }
        }
        System.out.println(
                "Near-duplicates: found " + found + " of " + related + ", wrong " + wrong + " of " + unrelated);
        foundOfAll.forEach((kind, counts) -> System.out.println(kind + ": " + counts[0] + " of " + counts[1]));
        assertThat(found / (double) related).as("recall").isGreaterThanOrEqualTo(0.95);
        assertThat(found / (double) (found + wrong)).as("precision").isGreaterThanOrEqualTo(0.99);
    }

    /** More of them with {@code -Dpulsefeed.article.pages}. */
    private static List<Path> files(Path folder) {
        List<Path> files = DataFiles.list(folder);
        return files.subList(0, Math.min(files.size(), Integer.getInteger("pulsefeed.article.pages", 60)));
    }

    private static byte[] unzipped(Path file) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pages of many sites, some of them about the same events. */
    @Test
    void savedPagesAreNotNearDuplicates() {
        Path data = EvaluationData.require("article", "near-duplicates among saved pages");
        ArticleExtractor extractor = new ArticleExtractor(Clock.systemUTC());
        List<String> sketches = new ArrayList<>();
        for (String folder : List.of("extraction/html", "extraction-snippets/html")) {
            for (Path file : files(data.resolve(folder))) {
                PageInput page =
                        PageInput.of(unzipped(file), null, URI.create("https://news.example/" + sketches.size()));
                String text = extractor.extract(page).text();
                TextSketch.of(text == null ? "" : text).ifPresent(sketches::add);
            }
        }
        int pairs = 0;
        for (int i = 0; i < sketches.size(); i++) {
            for (int j = 0; j < i; j++) {
                pairs += isSameStory(sketches.get(i), sketches.get(j)) ? 1 : 0;
            }
        }
        System.out.println("Near-duplicates among " + sketches.size() + " saved pages: " + pairs + " pairs");
        assertThat(sketches).hasSizeGreaterThan(50);
        assertThat(pairs).isLessThan(3);
    }
}

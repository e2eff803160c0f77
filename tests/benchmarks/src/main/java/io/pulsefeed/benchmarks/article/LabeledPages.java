package io.pulsefeed.benchmarks.article;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.article.extract.PageInput;
import io.pulsefeed.article.extract.TextDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jsoup.Jsoup;

/** Reads the sets of labeled pages from a folder. */
final class LabeledPages {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNKNOWN_HOST = "page.invalid";
    private static final Set<String> SECOND_LEVEL =
            Set.of("co", "com", "org", "net", "ac", "gov", "gob", "gouv", "gub", "edu", "blogspot");

    private LabeledPages() {}

    /**
     * Reads the sets that {@code data} contains:
     *
     * <ul>
     *   <li>{@code extraction/ground-truth.json} (id: articleBody, url) with {@code extraction/html/ID.html.gz}
     *   <li>{@code extraction-snippets/snippets.json} (id: url or page, with, without) with {@code extraction-snippets/html/ID.html.gz}
     *   <li>{@code readability/ID/source.html.gz} with {@code readability/ID/expected.html.gz}
     * </ul>
     */
    static List<LabeledPage> read(Path data) throws IOException {
        List<LabeledPage> pages = new ArrayList<>();
        readArticles(data.resolve("extraction"), pages);
        readSnippets(data.resolve("extraction-snippets"), pages);
        readReadability(data.resolve("readability"), pages);
        return pages;
    }

    private static void readArticles(Path folder, List<LabeledPage> pages) throws IOException {
        for (Map.Entry<String, JsonNode> entry : entries(folder.resolve("ground-truth.json"))) {
            URI url = url(entry.getValue().path("url").asText());
            byte[] html = unzip(folder.resolve("html").resolve(entry.getKey() + ".html.gz"));
            PageTruth truth =
                    new PageTruth.Body(entry.getValue().path("articleBody").asText());
            pages.add(page(PageSet.ARTICLES, entry.getKey(), site(url.getHost()), url, html, truth));
        }
    }

    private static void readSnippets(Path folder, List<LabeledPage> pages) throws IOException {
        for (Map.Entry<String, JsonNode> entry : entries(folder.resolve("snippets.json"))) {
            JsonNode value = entry.getValue();
            URI url = url(value.path("url").asText());
            String host = url.getHost().equals(UNKNOWN_HOST)
                    ? hostOfFile(value.path("page").asText(UNKNOWN_HOST))
                    : url.getHost();
            byte[] html = unzip(folder.resolve("html").resolve(entry.getKey() + ".html.gz"));
            PageTruth truth = new PageTruth.Snippets(texts(value.path("with")), texts(value.path("without")));
            pages.add(page(PageSet.SNIPPETS, entry.getKey(), site(host), url, html, truth));
        }
    }

    private static void readReadability(Path folder, List<LabeledPage> pages) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> list = Files.list(folder)) {
            for (Path page : list.filter(Files::isDirectory).sorted().toList()) {
                String id = page.getFileName().toString();
                byte[] html = unzip(page.resolve("source.html.gz"));
                String expected = new String(unzip(page.resolve("expected.html.gz")), StandardCharsets.UTF_8);
                PageTruth truth = new PageTruth.Body(
                        Jsoup.parse(expected).body().wholeText().strip());
                URI url = url("http://fakehost/test/page.html");
                pages.add(page(PageSet.READABILITY, id, id.replaceAll("-[0-9a-z]{1,2}$", ""), url, html, truth));
            }
        }
    }

    private static Iterable<Map.Entry<String, JsonNode>> entries(Path file) throws IOException {
        return Files.exists(file) ? JSON.readTree(file.toFile()).properties() : List.of();
    }

    private static LabeledPage page(PageSet set, String id, String site, URI url, byte[] html, PageTruth truth) {
        // These files were converted to UTF-8, whatever their meta tags say.
        String type = set == PageSet.READABILITY ? "text/html; charset=utf-8" : null;
        String language = PageLanguage.of(TextDecoder.decode(html, type));
        return new LabeledPage(set, id, site, language, PageInput.of(html, type, url), truth);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(normalized(text.asText())));
        return texts;
    }

    /** Collapses whitespace. */
    static String normalized(String text) {
        return text.replaceAll("(?U)\\s+", " ").strip();
    }

    private static byte[] unzip(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }

    private static URI url(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() == null ? URI.create("http://" + UNKNOWN_HOST + "/") : uri;
        } catch (IllegalArgumentException invalidUrl) {
            return URI.create("http://" + UNKNOWN_HOST + "/");
        }
    }

    /** The name of a saved page starts with its domain: {@code example.com.story.html}, {@code example.com-story.html}. */
    private static String hostOfFile(String name) {
        int end = name.indexOf('.', name.indexOf('.') + 1);
        String host = end < 0 ? name : name.substring(0, end);
        return host.contains("-") && host.indexOf('-') > host.indexOf('.')
                ? host.substring(0, host.indexOf('-'))
                : host;
    }

    /** The main label of a host, so that the editions of a publisher in several countries count as one site. */
    static String site(String host) {
        List<String> labels = List.of(host.toLowerCase(Locale.ROOT).split("\\."));
        int at = labels.size() - 2;
        while (at > 0 && SECOND_LEVEL.contains(labels.get(at))) {
            at--;
        }
        return labels.get(Math.max(at, 0));
    }
}

package io.pulsefeed.benchmarks.article;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.article.extract.ArticleExtractor;
import io.pulsefeed.article.extract.PageInput;
import io.pulsefeed.article.extract.TextDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** Compares extracted bodies of saved pages with labeled bodies. */
final class ExtractionQuality {

    /** Enough rounds for JIT compilation of the hot path. */
    private static final int WARM_UP_ROUNDS = 8;

    private static final int TIMED_ROUNDS = 5;

    private final Path folder;
    private final ArticleExtractor extractor = new ArticleExtractor(Clock.systemUTC());

    private record Page(PageInput input, String truth) {}

    ExtractionQuality(Path folder) {
        this.folder = folder;
    }

    void measure(Map<String, Double> results) throws IOException {
        List<Page> pages = pages();
        score("extraction", pages, this::read, results);
        score("extraction_baseline", pages, ExtractionQuality::paragraphs, results);
        results.put("extraction_pages", (double) pages.size());
        results.put("extraction_ms_median", medianMillis(pages));
    }

    private List<Page> pages() throws IOException {
        JsonNode truths =
                new ObjectMapper().readTree(folder.resolve("ground-truth.json").toFile());
        List<Page> pages = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : truths.properties()) {
            Path file = folder.resolve("html").resolve(entry.getKey() + ".html.gz");
            try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                URI url = url(entry.getValue().path("url").asText());
                pages.add(new Page(
                        PageInput.of(in.readAllBytes(), null, url),
                        entry.getValue().path("articleBody").asText()));
            }
        }
        return pages;
    }

    private static URI url(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException invalidUrl) {
            return URI.create("http://page.invalid/");
        }
    }

    private String read(PageInput input) {
        String text = extractor.extract(input).text();
        return text == null ? "" : text;
    }

    /** Baseline: all paragraphs outside navigation elements. */
    private static String paragraphs(PageInput input) {
        Document document = Jsoup.parse(TextDecoder.decode(input.body(), input.contentTypeHeader()), "");
        document.select("nav, aside, footer, form, figure, script, style").remove();
        return String.join("\n", document.select("p").eachText());
    }

    private static void score(
            String name, List<Page> pages, Function<PageInput, String> reader, Map<String, Double> results) {
        double precision = 0;
        double recall = 0;
        int predicted = 0;
        int labeled = 0;
        for (Page page : pages) {
            ShingleScore score = ShingleScore.of(page.truth, reader.apply(page.input));
            if (score.truePositive() + score.falsePositive() > 0) {
                precision += score.precision();
                predicted++;
            }
            if (score.truePositive() + score.falseNegative() > 0) {
                recall += score.recall();
                labeled++;
            }
        }
        double meanPrecision = predicted == 0 ? 0 : precision / predicted;
        double meanRecall = labeled == 0 ? 0 : recall / labeled;
        String suffix = name.endsWith("_baseline") ? "_baseline" : "";
        String stem = name.substring(0, name.length() - suffix.length());
        results.put(stem + "_f1" + suffix, Rates.harmonic(meanPrecision, meanRecall));
        results.put(stem + "_precision" + suffix, meanPrecision);
        results.put(stem + "_recall" + suffix, meanRecall);
    }

    /** Median over pages of the minimum CPU time of this thread, which is robust against load on the machine. */
    private double medianMillis(List<Page> pages) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double[] millis = new double[pages.size()];
        Arrays.fill(millis, Double.MAX_VALUE);
        for (int round = 0; round < WARM_UP_ROUNDS + TIMED_ROUNDS; round++) {
            for (int i = 0; i < millis.length; i++) {
                long start = threads.getCurrentThreadCpuTime();
                extractor.extract(pages.get(i).input);
                double taken = (threads.getCurrentThreadCpuTime() - start) / 1e6;
                millis[i] = round < WARM_UP_ROUNDS ? millis[i] : Math.min(millis[i], taken);
            }
        }
        Arrays.sort(millis);
        return millis.length == 0 ? 0 : millis[millis.length / 2];
    }
}

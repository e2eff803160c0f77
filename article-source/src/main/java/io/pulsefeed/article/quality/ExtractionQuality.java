package io.pulsefeed.article.quality;

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

/** Compares bodies read from saved pages with what people marked. */
final class ExtractionQuality {

    /** Enough for the JIT compiler to be done with the hot path. */
    private static final int WARM_UP_ROUNDS = 8;

    private static final int TIMED_ROUNDS = 5;

    private final Path folder;
    private final ArticleExtractor extractor = new ArticleExtractor(Clock.systemUTC());

    private record Page(PageInput input, String truth) {}

    ExtractionQuality(Path folder) {
        this.folder = folder;
    }

    void measure(Map<String, Double> figures) throws IOException {
        List<Page> pages = pages();
        score("extraction", pages, this::read, figures);
        score("extraction_baseline", pages, ExtractionQuality::paragraphs, figures);
        figures.put("extraction_pages", (double) pages.size());
        figures.put("extraction_ms_median", medianMillis(pages));
    }

    private List<Page> pages() throws IOException {
        JsonNode truths =
                new ObjectMapper().readTree(folder.resolve("ground-truth.json").toFile());
        List<Page> pages = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : truths.properties()) {
            Path file = folder.resolve("html").resolve(entry.getKey() + ".html.gz");
            try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                URI url = address(entry.getValue().path("url").asText());
                pages.add(new Page(
                        new PageInput(in.readAllBytes(), null, url, null, null),
                        entry.getValue().path("articleBody").asText()));
            }
        }
        return pages;
    }

    private static URI address(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException notAnAddress) {
            return URI.create("http://page.invalid/");
        }
    }

    private String read(PageInput input) {
        String text = extractor.extract(input).text();
        return text == null ? "" : text;
    }

    /** What many scrapers do: every paragraph outside navigation. */
    private static String paragraphs(PageInput input) {
        Document document = Jsoup.parse(TextDecoder.decode(input.body(), input.contentTypeHeader()), "");
        document.select("nav, aside, footer, form, figure, script, style").remove();
        return String.join("\n", document.select("p").eachText());
    }

    private static void score(
            String name, List<Page> pages, Function<PageInput, String> reader, Map<String, Double> figures) {
        double precision = 0;
        double recall = 0;
        int predicted = 0;
        int wanted = 0;
        for (Page page : pages) {
            ShingleScore score = ShingleScore.of(page.truth, reader.apply(page.input));
            if (score.truePositive() + score.falsePositive() > 0) {
                precision += score.precision();
                predicted++;
            }
            if (score.truePositive() + score.falseNegative() > 0) {
                recall += score.recall();
                wanted++;
            }
        }
        double meanPrecision = predicted == 0 ? 0 : precision / predicted;
        double meanRecall = wanted == 0 ? 0 : recall / wanted;
        String suffix = name.endsWith("_baseline") ? "_baseline" : "";
        String stem = name.substring(0, name.length() - suffix.length());
        figures.put(stem + "_f1" + suffix, Rates.harmonic(meanPrecision, meanRecall));
        figures.put(stem + "_precision" + suffix, meanPrecision);
        figures.put(stem + "_recall" + suffix, meanRecall);
    }

    /** The best of some rounds for each page: what else runs on the machine is no part of the figure. */
    /** Processor time of this thread, so that other programs make no page slow. */
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

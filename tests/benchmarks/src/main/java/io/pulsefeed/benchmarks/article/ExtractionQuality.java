package io.pulsefeed.benchmarks.article;

import io.pulsefeed.article.extract.ArticleExtractor;
import io.pulsefeed.article.extract.PageInput;
import io.pulsefeed.article.extract.TextDecoder;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/**
 * Compares extracted bodies of saved pages with their labels. The model of the release was trained on these pages; a result for
 * unseen sites comes from {@link #measureUnseen}.
 */
final class ExtractionQuality {

    /** Enough rounds for JIT compilation of the hot path. */
    private static final int WARM_UP_ROUNDS = 8;

    private static final int TIMED_ROUNDS = 5;
    /** Results of a language with fewer pages are too uncertain. */
    private static final int MIN_LANGUAGE_PAGES = 20;

    private static final String UNSEEN = "_unseen";
    private static final String BASELINE = "_baseline";

    private final List<LabeledPage> pages;
    private final ArticleExtractor extractor = new ArticleExtractor(Clock.systemUTC());

    ExtractionQuality(List<LabeledPage> pages) {
        this.pages = pages;
    }

    /** Measures the model of the release. */
    void measure(Map<String, Double> results) {
        score("", page -> read(extractor, page), results);
        score(BASELINE, page -> paragraphs(page.input()), results);
        List<LabeledPage> articles = of(PageSet.ARTICLES);
        if (!articles.isEmpty()) {
            results.put(PageSet.ARTICLES.label() + "_ms_median", medianMillis(articles));
        }
    }

    /** Measures models that were trained without the site of the page: one model for each part of the pages. */
    void measureUnseen(Map<String, Double> results) {
        List<ArticleExtractor> extractors = new ModelTraining(pages)
                .crossValidate().stream()
                        .map(model -> new ArticleExtractor(Clock.systemUTC(), model))
                        .toList();
        score(UNSEEN, page -> read(extractors.get(page.fold()), page), results);
    }

    private List<LabeledPage> of(PageSet set) {
        return pages.stream().filter(page -> page.set() == set).toList();
    }

    private static String read(ArticleExtractor extractor, LabeledPage page) {
        String text = extractor.extract(page.input()).text();
        return text == null ? "" : text;
    }

    /** Baseline: all paragraphs outside navigation elements. */
    private static String paragraphs(PageInput input) {
        Document document = Jsoup.parse(TextDecoder.decode(input.body(), input.contentTypeHeader()), "");
        document.select("nav, aside, footer, form, figure, script, style").remove();
        return String.join("\n", document.select("p").eachText());
    }

    private void score(String suffix, Function<LabeledPage, String> reader, Map<String, Double> results) {
        Map<PageSet, SetScore> sets = new EnumMap<>(PageSet.class);
        Map<String, SetScore> languages = new TreeMap<>();
        for (LabeledPage page : pages) {
            String text = reader.apply(page);
            sets.computeIfAbsent(page.set(), SetScore::new).add(page.truth(), text);
            if (page.set() == PageSet.SNIPPETS) {
                languages
                        .computeIfAbsent(page.language(), language -> new SetScore(page.set()))
                        .add(page.truth(), text);
            }
        }
        sets.forEach((set, score) -> {
            results.put(set.label() + "_f1" + suffix, score.f1());
            results.put(set.label() + "_precision" + suffix, score.precision());
            results.put(set.label() + "_recall" + suffix, score.recall());
            results.put(set.label() + "_pages", (double) score.pages());
        });
        languages.forEach((language, score) -> {
            if (score.pages() >= MIN_LANGUAGE_PAGES) {
                results.put(PageSet.SNIPPETS.label() + "_" + language + "_f1" + suffix, score.f1());
                results.put(PageSet.SNIPPETS.label() + "_" + language + "_pages", (double) score.pages());
            }
        });
    }

    /** Median over pages of the minimum CPU time of this thread, which is robust against load on the machine. */
    private double medianMillis(List<LabeledPage> timed) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double[] millis = new double[timed.size()];
        Arrays.fill(millis, Double.MAX_VALUE);
        for (int round = 0; round < WARM_UP_ROUNDS + TIMED_ROUNDS; round++) {
            for (int i = 0; i < millis.length; i++) {
                long start = threads.getCurrentThreadCpuTime();
                extractor.extract(timed.get(i).input());
                double taken = (threads.getCurrentThreadCpuTime() - start) / 1e6;
                millis[i] = round < WARM_UP_ROUNDS ? millis[i] : Math.min(millis[i], taken);
            }
        }
        Arrays.sort(millis);
        return millis[millis.length / 2];
    }
}

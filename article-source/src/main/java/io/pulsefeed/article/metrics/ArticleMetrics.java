package io.pulsefeed.article.metrics;

import io.pulsefeed.article.fetch.FetchCounters;
import io.pulsefeed.commons.metrics.TaskMetrics;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The task's figures: counted here, shown through the worker's registry and in one line of the log. */
public final class ArticleMetrics implements FetchCounters {

    private static final List<String> STATUSES = List.of("200", "304", "2xx", "3xx", "4xx", "5xx");
    private static final List<String> CANDIDATES =
            List.of("selector", "dom", "dom-wide", "json-ld", "feed", "summary", "none", "challenge", "other");

    private final Map<String, SiteMetrics> sites;
    private final LongAdder bytes = new LongAdder();
    private final LongAdder robotsDenied = new LongAdder();
    private final LongAdder privateRefused = new LongAdder();
    private final LongAdder waits = new LongAdder();
    private final LongAdder listsGone = new LongAdder();
    private final Map<String, LongAdder> statuses = adders(STATUSES);
    private final Map<String, LongAdder> candidates = adders(CANDIDATES);
    private final Map<Skip, LongAdder> skips = new EnumMap<>(Skip.class);

    /** @param sites the names of the sites that the task reads */
    public ArticleMetrics(TaskMetrics registry, Collection<String> sites) {
        this.sites = sites.stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), site -> new SiteMetrics(site, registry)));
        for (Skip skip : Skip.values()) {
            LongAdder adder = new LongAdder();
            skips.put(skip, adder);
            registry.gauge(
                    "articles-skipped-total",
                    "Entries that did not become records.",
                    Map.of("reason", skip.label()),
                    adder::sum);
        }
        registry.gauge("bytes-read-total", "Bytes of bodies after decompression.", bytes::sum);
        registry.gauge("robots-denials-total", "Requests that robots.txt forbade.", robotsDenied::sum);
        registry.gauge("private-address-refusals-total", "Names that led to private addresses.", privateRefused::sum);
        registry.gauge("retry-after-waits-total", "Answers that asked to be left alone.", waits::sum);
        registry.gauge("lists-gone-total", "Lists given up because they answered 410.", listsGone::sum);
        statuses.forEach((status, adder) ->
                registry.gauge("responses-total", "HTTP answers.", Map.of("status", status), adder::sum));
        candidates.forEach((candidate, adder) -> registry.gauge(
                "extractions-total",
                "Where the text of articles came from.",
                Map.of("candidate", candidate),
                adder::sum));
    }

    private static Map<String, LongAdder> adders(List<String> names) {
        return names.stream().collect(Collectors.toUnmodifiableMap(name -> name, name -> new LongAdder()));
    }

    public void polled(String site, boolean ok) {
        sites.get(site).polled(ok);
    }

    public void listGone() {
        listsGone.increment();
    }

    public void skipped(Skip reason) {
        skips.get(reason).increment();
    }

    /** @param candidate which source the text came from */
    public void extracted(String candidate) {
        candidates.getOrDefault(candidate, candidates.get("other")).increment();
    }

    /** @param lagMs from its publication to its fetch */
    public void written(String site, long lagMs) {
        sites.get(site).written(lagMs);
    }

    private long sum(ToLongFunction<SiteMetrics> figure) {
        return sites.values().stream().mapToLong(figure).sum();
    }

    @Override
    public void answered(int status) {
        String exact = String.valueOf(status);
        String group = status / 100 + "xx";
        LongAdder adder = statuses.getOrDefault(exact, statuses.get(group));
        if (adder != null) {
            adder.increment();
        }
    }

    @Override
    public void bytes(long count) {
        bytes.add(count);
    }

    @Override
    public void robotsDenied() {
        robotsDenied.increment();
    }

    @Override
    public void privateAddressRefused() {
        privateRefused.increment();
    }

    @Override
    public void waitAsked() {
        waits.increment();
    }

    /** All figures that are not zero, for the log. */
    public String summary() {
        StringBuilder out = new StringBuilder();
        out.append(sum(SiteMetrics::written)).append(" articles written, ");
        out.append(sum(SiteMetrics::pollsOk))
                .append(" polls ok, ")
                .append(sum(SiteMetrics::pollsFailed))
                .append(" failed");
        append(out, "bytes", bytes);
        append(out, "robots denials", robotsDenied);
        append(out, "private address refusals", privateRefused);
        append(out, "retry-after waits", waits);
        skips.forEach((skip, adder) -> append(out, "skipped " + skip.label(), adder));
        STATUSES.forEach(status -> append(out, "status " + status, statuses.get(status)));
        return out.toString();
    }

    private static void append(StringBuilder out, String name, LongAdder adder) {
        if (adder.sum() > 0) {
            out.append(", ").append(name).append(' ').append(adder.sum());
        }
    }
}

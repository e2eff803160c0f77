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

/** Metrics of one task, registered in the worker's metric registry and summarized in one log line. Thread-safe. */
public final class ArticleMetrics implements FetchCounters {

    private static final List<String> STATUSES = List.of("200", "304", "2xx", "3xx", "4xx", "5xx");
    private static final List<String> CANDIDATES = List.of(
            "selector",
            "dom",
            "dom-wide",
            "json-ld",
            "embedded",
            "feed",
            "summary",
            "none",
            "challenge",
            "missing",
            "other");

    private final Map<String, SiteMetrics> sites;
    private final LongAdder bytes = new LongAdder();
    private final LongAdder robotsDenied = new LongAdder();
    private final LongAdder privateRefused = new LongAdder();
    private final LongAdder waits = new LongAdder();
    private final LongAdder listsGone = new LongAdder();
    private final Map<String, LongAdder> statuses = adders(STATUSES);
    private final Map<String, LongAdder> candidates = adders(CANDIDATES);
    private final Map<SkipReason, LongAdder> skips = new EnumMap<>(SkipReason.class);

    /** @param sites names of the sites of the task */
    public ArticleMetrics(TaskMetrics registry, Collection<String> sites) {
        this.sites = sites.stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), site -> new SiteMetrics(site, registry)));
        for (SkipReason skip : SkipReason.values()) {
            LongAdder adder = new LongAdder();
            skips.put(skip, adder);
            registry.gauge(
                    "articles-skipped-total",
                    "List entries that were skipped.",
                    Map.of("reason", skip.label()),
                    adder::sum);
        }
        registry.gauge("bytes-read-total", "Response body bytes after decompression.", bytes::sum);
        registry.gauge("robots-denials-total", "Requests denied by robots.txt.", robotsDenied::sum);
        registry.gauge(
                "private-address-refusals-total",
                "Host names that resolved to private addresses.",
                privateRefused::sum);
        registry.gauge(
                "retry-after-waits-total",
                "Responses with status 429 or 503 that delayed further requests.",
                waits::sum);
        registry.gauge("lists-gone-total", "Lists no longer polled after status 410.", listsGone::sum);
        statuses.forEach((status, adder) ->
                registry.gauge("responses-total", "HTTP responses.", Map.of("status", status), adder::sum));
        candidates.forEach((candidate, adder) -> registry.gauge(
                "extractions-total",
                "Articles by the source of their text.",
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

    public void skipped(SkipReason reason) {
        skips.get(reason).increment();
    }

    /** @param candidate the source of the text, see {@code ExtractedArticle} */
    public void extracted(String candidate) {
        candidates.getOrDefault(candidate, candidates.get("other")).increment();
    }

    /** @param lagMs from publication to fetch */
    public void written(String site, long lagMs) {
        sites.get(site).written(lagMs);
    }

    private long sum(ToLongFunction<SiteMetrics> metric) {
        return sites.values().stream().mapToLong(metric).sum();
    }

    @Override
    public void responseReceived(int status) {
        String exact = String.valueOf(status);
        String group = status / 100 + "xx";
        LongAdder adder = statuses.getOrDefault(exact, statuses.get(group));
        if (adder != null) {
            adder.increment();
        }
    }

    @Override
    public void bytesRead(long count) {
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
    public void retryAfterReceived() {
        waits.increment();
    }

    /** All metrics that are not zero, for the log. */
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

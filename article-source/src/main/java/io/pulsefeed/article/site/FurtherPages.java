package io.pulsefeed.article.site;

import io.pulsefeed.article.discovery.NextPage;
import io.pulsefeed.article.fetch.FetchResult;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the pages after the first one of an article. They are fetched like any other page of the site. */
final class FurtherPages {

    private final SiteConfig site;
    private final SiteFetcher fetcher;
    private final ArticleAssembler assembler;
    private final SiteReporter reporter;

    FurtherPages(SiteConfig site, SiteFetcher fetcher, ArticleAssembler assembler, SiteReporter reporter) {
        this.site = site;
        this.fetcher = fetcher;
        this.assembler = assembler;
        this.reporter = reporter;
    }

    /**
     * What was read.
     *
     * @param texts bodies of the pages, in order
     * @param failure the page that could not be read; null if there is none
     */
    record Result(List<String> texts, @Nullable FetchResult failure) {

        /** Whether a later attempt may read the page. */
        boolean isTransient() {
            return failure != null
                    && (failure.outcome() == FetchResult.Outcome.TRANSIENT
                            || failure.outcome() == FetchResult.Outcome.BLOCKED);
        }
    }

    Result read(FetchResult first) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        FetchResult last = first;
        for (int number = 2; number <= assembler.maxPages(); number++) {
            Optional<URI> next = NextPage.find(last.body(), last.contentType(), last.base(), first.url(), number);
            if (next.isEmpty()) {
                break;
            }
            String whole = number == 2 ? whole(first) : "";
            if (!whole.isEmpty()) {
                return new Result(List.of(whole), null);
            }
            FetchResult page = fetcher.fetchPage(next.get());
            if (page.outcome() != FetchResult.Outcome.OK) {
                reporter.warn(
                        "further-page", "cannot read page " + number + " of " + first.url() + ": " + page.detail());
                return new Result(texts, page);
            }
            if (!NextPage.isPage(page.url(), first.url())) {
                break;
            }
            texts.add(assembler.text(site, page));
            last = page;
        }
        return new Result(texts, null);
    }

    /** The body of the page with the whole article; empty if there is none, or it has less text than the first page. */
    private String whole(FetchResult first) throws InterruptedException {
        Optional<URI> link = NextPage.findWhole(first.body(), first.contentType(), first.base(), first.url());
        if (link.isEmpty()) {
            return "";
        }
        FetchResult page = fetcher.fetchPage(link.get());
        if (page.outcome() != FetchResult.Outcome.OK || !page.url().equals(link.get())) {
            return "";
        }
        String text = assembler.text(site, page);
        return text.length() > assembler.text(site, first).length() ? text : "";
    }

    /** The lines of all pages. Each page of some sites repeats lines of the first one, or all of it. */
    static String join(String first, List<String> further) {
        StringBuilder text = new StringBuilder(first);
        Set<String> before = new HashSet<>(List.of(first.split("\n")));
        for (String page : further) {
            List<String> lines = List.of(page.split("\n"));
            for (String line : lines) {
                if (!line.isEmpty() && !before.contains(line)) {
                    text.append('\n').append(line);
                }
            }
            before.addAll(lines);
        }
        return text.toString();
    }
}

package io.pulsefeed.article;

import io.pulsefeed.article.discovery.Entry;
import io.pulsefeed.article.fetch.Fetched;
import io.pulsefeed.article.fetch.Fetched.Outcome;
import io.pulsefeed.article.fetch.Refusal;
import io.pulsefeed.article.fetch.Urls;
import io.pulsefeed.article.metrics.Skip;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Picks the entries of a list that are to become articles. */
final class Selection {

    /** An article has up to three names, and all of a list's must fit into what is remembered. */
    private static final int NAMES_PER_ARTICLE = 3;

    private final SiteContext context;

    Selection(SiteContext context) {
        this.context = context;
    }

    /**
     * Takes up at most {@code room} new articles, oldest first.
     *
     * @return those taken up
     */
    List<Candidate> choose(SiteList list, ListReader.Look look, int room) {
        Instant now = context.clock().instant();
        Instant floor = context.state().floor(now);
        List<Candidate> fresh = new ArrayList<>();
        Set<Long> unsettled = new HashSet<>();
        Set<Long> names = new HashSet<>();
        for (Entry entry : newest(list, look.feed().entries())) {
            Optional<Skip> skip = skip(entry, floor);
            if (skip.isPresent()) {
                context.metrics().skipped(skip.get());
                continue;
            }
            Candidate candidate = Candidate.of(entry, context.config().state().updates(), now, context.now());
            if (context.state().isUnderWay(candidate.key())) {
                unsettled.add(candidate.key());
            }
            if (context.state().isNew(candidate.names()) && Collections.disjoint(names, candidate.names())) {
                names.addAll(candidate.names());
                fresh.add(candidate);
            }
        }
        // Lists have the newest first; those without a date keep that order, turned round.
        Collections.reverse(fresh);
        fresh.sort(Comparator.comparing(Candidate::date));
        List<Candidate> chosen = List.copyOf(fresh.subList(0, Math.min(room, fresh.size())));
        for (Candidate candidate : chosen) {
            context.state().takeUp(candidate.names());
            unsettled.add(candidate.key());
        }
        note(list, look, unsettled, chosen.size() == fresh.size());
        return chosen;
    }

    /** Validators belong to the address that answered; after a temporary redirect that is not the one asked next time. */
    private void note(SiteList list, ListReader.Look look, Set<Long> unsettled, boolean all) {
        Fetched fetched = look.fetched();
        if (fetched.url().equals(list.url())) {
            boolean whole = all && !look.feed().partial() && fetched.outcome() == Outcome.OK;
            context.state().listed(list.url(), fetched.validators(), unsettled, whole);
        }
    }

    private List<Entry> newest(SiteList list, List<Entry> entries) {
        int max = context.config().state().seenMax() / NAMES_PER_ARTICLE;
        if (entries.size() <= max) {
            return entries;
        }
        context.warnings()
                .warn(
                        "seen.max" + list.configured(),
                        list.configured() + " has " + entries.size() + " entries; the newest " + max
                                + " are looked at. Raise seen.max to look at more.");
        return entries.stream()
                .sorted(Comparator.comparing(Selection::date, Comparator.nullsLast(Comparator.reverseOrder())))
                .limit(max)
                .toList();
    }

    private static Instant date(Entry entry) {
        return entry.published() != null ? entry.published().instant() : entry.updated();
    }

    private Optional<Skip> skip(Entry entry, Instant floor) {
        if (entry.link() == null) {
            return Optional.of(Skip.NO_LINK);
        }
        Optional<Refusal> refusal = context.hosts().check(entry.link(), true);
        if (refusal.isPresent()) {
            context.warnings()
                    .warn(
                            "refused-" + refusal.get(),
                            "Did not fetch " + shown(entry.link()) + ": "
                                    + refusal.get().reason() + ".");
            return Optional.of(Skip.REFUSED);
        }
        Instant date = date(entry);
        if (date != null && date.isBefore(floor)) {
            return Optional.of(Skip.TOO_OLD);
        }
        String path = Urls.pathAndQuery(entry.link());
        boolean included =
                context.site().include().isEmpty() || anyMatches(context.site().include(), path);
        boolean excluded = anyMatches(context.site().exclude(), path);
        return included && !excluded ? Optional.empty() : Optional.of(Skip.EXCLUDED);
    }

    /** Without user and password, which belong into no log. */
    private static String shown(URI link) {
        return link.getRawUserInfo() == null
                ? link.toString()
                : link.getScheme() + "://" + link.getHost() + link.getRawPath();
    }

    private static boolean anyMatches(List<Pattern> patterns, String path) {
        for (Pattern pattern : patterns) {
            if (pattern.matcher(path).find()) {
                return true;
            }
        }
        return false;
    }
}

package io.pulsefeed.article;

import io.pulsefeed.article.config.SourceConfig;
import io.pulsefeed.article.config.SourceType;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one site on a thread of its own: looks at its lists when they are due, and fetches what is new in between. */
final class SiteReader implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(SiteReader.class);
    private static final int LISTS_MAX = 30;
    private static final long TROUBLE_PAUSE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long LONGEST_SLEEP_NANOS = Duration.ofHours(1).toNanos();

    private final SiteContext context;
    private final BlockingQueue<Prepared> out;
    private final ListReader listReader;
    private final Selection selection;
    private final PageReader pageReader;
    private final List<SiteList> lists = new ArrayList<>();
    private final List<Candidate> pending = new ArrayList<>();

    SiteReader(SiteContext context, ArticleMaker maker, BlockingQueue<Prepared> out) {
        this.context = context;
        this.out = out;
        this.listReader = new ListReader(context, this::addList);
        this.selection = new Selection(context);
        this.pageReader = new PageReader(context, maker);
        for (SourceConfig source : context.site().discovery()) {
            lists.add(list(source.type(), source.url(), source.linkSelector(), source.interval()));
        }
    }

    private SiteList list(SourceType type, URI url, String linkSelector, Duration interval) {
        Duration every = interval == null ? context.config().sites().pollInterval() : interval;
        return new SiteList(type, url, linkSelector, every, context.now());
    }

    private void addList(SourceType type, URI url) {
        boolean known = lists.stream()
                .anyMatch(list -> list.configured().equals(url) || list.url().equals(url));
        if (!known && lists.size() < LISTS_MAX) {
            lists.add(list(type, url, null, null));
        }
    }

    /** Ends when its thread is interrupted, never because of what a site does. */
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() throws InterruptedException {
        try {
            Optional<SiteList> list = nextList();
            if (list.isPresent() && isDue(list.get().dueNanos())) {
                look(list.get());
                return;
            }
            Optional<Candidate> candidate = nextCandidate();
            if (candidate.isPresent()) {
                read(candidate.get());
                return;
            }
            long wait = wait(list);
            context.ticker().sleep(wait);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error(
                    "{}: reading the site failed in a way that should not happen; going on in a minute.",
                    context.site().name(),
                    e);
            context.ticker().sleep(TROUBLE_PAUSE_NANOS);
        }
    }

    private Optional<SiteList> nextList() {
        return lists.stream()
                .filter(list -> !list.isGone())
                .min(Comparator.comparingLong(list -> list.dueNanos() - context.now()));
    }

    /** In the order of publication, but past those that have to wait. */
    private Optional<Candidate> nextCandidate() {
        return pending.stream().filter(candidate -> isDue(candidate.dueNanos())).findFirst();
    }

    private long wait(Optional<SiteList> next) {
        long wait = next.map(list -> list.dueNanos() - context.now()).orElse(LONGEST_SLEEP_NANOS);
        for (Candidate candidate : pending) {
            wait = Math.min(wait, candidate.dueNanos() - context.now());
        }
        return Math.max(1, Math.min(wait, LONGEST_SLEEP_NANOS));
    }

    private boolean isDue(long nanos) {
        return nanos - context.now() <= 0;
    }

    private void look(SiteList list) throws InterruptedException {
        // Until the look says otherwise: a list whose reading fails must not be read again at once.
        list.waitUntil(context.now() + list.interval().toNanos());
        Optional<ListReader.Look> look = listReader.look(list);
        if (look.isPresent()) {
            int room = Math.max(0, context.config().sites().articlesPerPoll() - pending.size());
            pending.addAll(selection.choose(list, look.get(), room));
            pending.sort(Comparator.comparing(Candidate::date));
        }
    }

    private void read(Candidate candidate) throws InterruptedException {
        PageReader.Result result;
        try {
            result = pageReader.read(candidate);
        } catch (RuntimeException | StackOverflowError e) {
            // One page that breaks the reading must not hold up those behind it.
            pending.remove(candidate);
            context.state().giveUp(candidate.names());
            throw e;
        }
        if (!result.again()) {
            pending.remove(candidate);
        }
        if (result.article() != null) {
            out.put(new Prepared(result.article(), candidate.names(), context.state()));
        }
    }
}

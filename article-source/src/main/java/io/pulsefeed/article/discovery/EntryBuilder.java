package io.pulsefeed.article.discovery;

import io.pulsefeed.article.date.DateParser;
import io.pulsefeed.article.date.ParsedDate;
import io.pulsefeed.article.date.PublishedDate;
import io.pulsefeed.article.fetch.Urls;
import java.net.URI;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the fields of one {@link Entry}. Of several values for a field, the one with the highest rank wins, in any order. */
final class EntryBuilder {

    private static final int MAX_CATEGORIES = 50;
    private static final int MAX_GUID_LENGTH = 1_000;
    private static final int MAX_CATEGORY_LENGTH = 200;
    private static final int MAX_LANGUAGE_LENGTH = 35;

    private final ZoneId zone;
    private final Ranked guid = new Ranked();
    private final Ranked title = new Ranked();
    private final Ranked summary = new Ranked();
    private final Ranked content = new Ranked();
    private final RankedDate published = new RankedDate();
    private final RankedDate updated = new RankedDate();
    private final List<String> categories = new ArrayList<>();
    private @Nullable String language;
    private @Nullable URI link;
    private int linkRank;

    EntryBuilder(ZoneId zone) {
        this.zone = zone;
    }

    /** A text with the rank of its element; rank 0 means no value. */
    private static final class Ranked {
        private @Nullable String value;
        private int rank;

        void offer(int newRank, @Nullable String newValue) {
            if (newRank > rank && newValue != null && !newValue.isBlank()) {
                rank = newRank;
                value = newValue;
            }
        }
    }

    /** A date that can be read. A plausible one wins over others. */
    private static final class RankedDate {
        private @Nullable ParsedDate value;
        private int rank;

        void offer(int newRank, ParsedDate newValue) {
            boolean isPlausible = PublishedDate.isOfTheWeb(newValue.instant());
            boolean wasPlausible = value != null && PublishedDate.isOfTheWeb(value.instant());
            if (isPlausible == wasPlausible ? newRank > rank : isPlausible) {
                rank = newRank;
                value = newValue;
            }
        }
    }

    void link(int rank, URI base, @Nullable String reference) {
        // A CDATA section with an escaped URL.
        Optional<URI> resolved = Urls.resolve(base, reference == null ? null : reference.replace("&amp;", "&"));
        if (rank > linkRank && resolved.isPresent()) {
            link = resolved.get();
            linkRank = rank;
        }
    }

    void guid(int rank, String value) {
        if (value.strip().length() <= MAX_GUID_LENGTH) {
            guid.offer(rank, value.strip());
        }
    }

    void title(int rank, @Nullable String value) {
        title.offer(rank, value);
    }

    void summary(int rank, @Nullable String html) {
        summary.offer(rank, html);
    }

    void content(int rank, @Nullable String html) {
        content.offer(rank, html);
    }

    void published(int rank, @Nullable String date) {
        date(date).ifPresent(parsed -> published.offer(rank, parsed));
    }

    void updated(int rank, @Nullable String date) {
        date(date).ifPresent(parsed -> updated.offer(rank, parsed));
    }

    void language(@Nullable String tag) {
        String text = tag == null ? "" : tag.strip();
        language = text.isEmpty() || text.length() > MAX_LANGUAGE_LENGTH ? language : text;
    }

    void category(@Nullable String value) {
        String text = value == null ? "" : value.strip();
        if (!text.isEmpty() && text.length() <= MAX_CATEGORY_LENGTH && categories.size() < MAX_CATEGORIES) {
            categories.add(text);
        }
    }

    void categories(Map<String, String> attributes) {
        category(attributes.getOrDefault("term", attributes.get("label")));
    }

    Entry build() {
        return new Entry(
                guid.value,
                link,
                title.value,
                summary.value,
                content.value,
                published.value,
                updated.value,
                List.copyOf(categories),
                language,
                false);
    }

    private Optional<ParsedDate> date(@Nullable String text) {
        return text == null ? Optional.empty() : DateParser.parse(text.strip(), zone);
    }
}

package io.pulsefeed.article.discovery;

import io.pulsefeed.article.discovery.ParsedFeed.Format;
import io.pulsefeed.article.extract.TextDecoder;
import io.pulsefeed.article.fetch.Urls;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Picks entries out of RSS, Atom and sitemaps as their elements pass by. */
final class FeedHandler implements MarkupHandler {

    private static final int DEPTH_MAX = 200;
    private static final int ENTRIES_MAX = 5_000;
    private static final int MORE_MAX = 10;
    private static final Set<String> ENTRY_NAMES = Set.of("item", "atom:item", "atom:entry", "entry", "url");
    /** Inside an entry, but with fields of their own that are not the entry's. */
    private static final Set<String> FOREIGN = Set.of(
            "atom:source", "source", "image", "media:group", "media:content", "textinput", "atom:author", "author");

    private static final Set<String> TRANSPARENT = Set.of("news:news");

    private final ZoneId zone;
    private final Deque<URI> bases = new ArrayDeque<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Set<Integer> skipHours = new HashSet<>();
    private Format format = Format.UNKNOWN;
    private String root;
    private Duration ttl;
    private int depth;
    private boolean limited;
    private Draft draft;
    private int draftDepth;
    private int foreignDepth;
    private Field field;
    private int fieldDepth;

    FeedHandler(URI base, ZoneId zone) {
        this.zone = zone;
        bases.push(base);
    }

    /** An element whose text is being collected. */
    private static final class Field {
        private final String name;
        private final Map<String, String> attributes;
        private final StringBuilder text = new StringBuilder();
        private final Deque<String> open = new ArrayDeque<>();
        private boolean markup;

        Field(String name, Map<String, String> attributes) {
            this.name = name;
            this.attributes = attributes;
        }
    }

    @Override
    public boolean start(String name, Map<String, String> attributes) {
        depth++;
        if (depth > DEPTH_MAX || entries.size() >= ENTRIES_MAX && ENTRY_NAMES.contains(name)) {
            limited = true;
            return false;
        }
        pushBase(attributes);
        if (root == null) {
            root = name;
            format = formatOf(name);
            return format != Format.HTML;
        }
        if (field != null) {
            openMarkup(name, attributes);
        } else if (draft == null && isEntry(name)) {
            draft = new Draft(zone);
            draftDepth = depth;
            String about = attributes.getOrDefault("rdf:about", attributes.get("href"));
            if (about != null) {
                draft.guid(1, about);
                draft.link(1, bases.peek(), about);
            }
            // The Channel Definition Format writes dates as attributes.
            draft.updated(1, attributes.getOrDefault("lastmod", ""));
        } else if (foreignDepth == 0 && FOREIGN.contains(name) && draft != null) {
            foreignDepth = depth;
        } else if (foreignDepth == 0 && !TRANSPARENT.contains(name) && (draft == null || depth > draftDepth)) {
            field = new Field(name, attributes);
            fieldDepth = depth;
            if (draft == null && !isChannelField(name)) {
                field = null;
            }
        }
        return true;
    }

    @Override
    public boolean text(String text) {
        if (field != null) {
            field.text.append(field.markup ? PlainText.escape(text) : text);
        }
        return true;
    }

    @Override
    public boolean end() {
        if (field != null) {
            if (depth == fieldDepth) {
                close(field);
                field = null;
            } else {
                field.text.append("</").append(field.open.pop()).append('>');
            }
        } else if (foreignDepth == depth) {
            foreignDepth = 0;
        } else if (draft != null && depth == draftDepth) {
            finishEntry();
        }
        bases.pop();
        depth--;
        return true;
    }

    private void pushBase(Map<String, String> attributes) {
        String base = attributes.get("xml:base");
        bases.push(
                base == null ? bases.peek() : Urls.resolve(bases.peek(), base).orElse(bases.peek()));
    }

    private static Format formatOf(String root) {
        return switch (root) {
            case "rss", "rdf:rdf", "rdf", "channel" -> Format.RSS;
            case "atom:feed", "feed", "atom:entry", "entry" -> Format.ATOM;
            case "urlset" -> Format.SITEMAP;
            case "sitemapindex" -> Format.SITEMAP_INDEX;
            case "html", "xhtml:html" -> Format.HTML;
            default -> Format.UNKNOWN;
        };
    }

    private boolean isEntry(String name) {
        return switch (format) {
            case SITEMAP -> name.equals("url");
            case SITEMAP_INDEX -> name.equals("sitemap");
            default -> !name.equals("url") && ENTRY_NAMES.contains(name);
        };
    }

    private boolean isChannelField(String name) {
        return format == Format.RSS && (name.equals("ttl") || name.equals("hour"));
    }

    /** Markup inside a field is part of its text: XHTML content, or HTML that a feed forgot to escape. */
    private void openMarkup(String name, Map<String, String> attributes) {
        if (!field.markup) {
            String before = PlainText.escape(field.text.toString());
            field.text.setLength(0);
            field.text.append(before);
            field.markup = true;
        }
        String local = name.substring(name.indexOf(':') + 1);
        field.open.push(local);
        field.text.append('<').append(local);
        String href = attributes.get("href");
        if (href != null) {
            field.text
                    .append(" href=\"")
                    .append(PlainText.escape(href).replace("\"", "&quot;"))
                    .append('"');
        }
        field.text.append('>');
    }

    private void close(Field closed) {
        if (draft != null) {
            String text = TextDecoder.repairControls(closed.text.toString());
            EntryFields.take(draft, closed.name, closed.attributes, text, closed.markup, bases.peek());
        } else {
            int number = number(closed.text.toString());
            if (closed.name.equals("ttl") && number > 0) {
                ttl = Duration.ofMinutes(number);
            } else if (closed.name.equals("hour") && number >= 0 && number < 24) {
                skipHours.add(number);
            }
        }
    }

    private static int number(String text) {
        String digits = text.strip();
        return digits.matches("\\d{1,6}") ? Integer.parseInt(digits) : -1;
    }

    private void finishEntry() {
        entries.add(draft.finish());
        draft = null;
    }

    /**
     * An entry that is still open is left out: what came of it may be half a link.
     *
     * @param ended false when the document breaks off
     */
    ParsedFeed finish(boolean ended, String problem) {
        boolean index = format == Format.SITEMAP_INDEX;
        return new ParsedFeed(
                format,
                index ? List.of() : List.copyOf(entries),
                index ? newestSitemaps() : List.of(),
                limited || !ended,
                ttl,
                Set.copyOf(skipHours),
                problem);
    }

    /** An index may name hundreds of sitemaps; articles of today stand in the ones changed last. */
    private List<URI> newestSitemaps() {
        return entries.stream()
                .filter(entry -> entry.link() != null)
                .sorted(Comparator.comparing(Entry::updated, Comparator.nullsLast(Comparator.reverseOrder())))
                .limit(MORE_MAX)
                .map(Entry::link)
                .toList();
    }

    Format format() {
        return format;
    }

    /** The first element, or null when there was none. */
    String root() {
        return root;
    }
}

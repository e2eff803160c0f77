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
import org.jspecify.annotations.Nullable;

/** Builds entries from the XML events of RSS, Atom and sitemaps. */
final class FeedHandler implements XmlEventHandler {

    private static final int MAX_DEPTH = 200;
    /** The limit of the sitemap protocol. */
    private static final int MAX_ENTRIES = 50_000;

    private static final int MAX_SITEMAPS = 10;
    private static final Set<String> ENTRY_NAMES = Set.of("item", "atom:item", "atom:entry", "entry", "url");
    /** Elements inside an entry whose child elements do not describe the entry. */
    private static final Set<String> IGNORED_CONTAINERS = Set.of(
            "atom:source", "source", "image", "media:group", "media:content", "textinput", "atom:author", "author");

    private static final Set<String> TRANSPARENT = Set.of("news:news", "news:publication");

    private final ZoneId zone;
    private final Deque<URI> bases = new ArrayDeque<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Set<Integer> skipHours = new HashSet<>();
    private Format format = Format.UNKNOWN;
    private @Nullable String root;
    private @Nullable String language;
    private @Nullable Duration ttl;
    private int depth;
    private boolean limited;
    private @Nullable EntryBuilder entry;
    private int entryDepth;
    private int ignoredDepth;
    private @Nullable Field field;
    private int fieldDepth;

    FeedHandler(URI base, ZoneId zone) {
        this.zone = zone;
        bases.push(base);
    }

    /** An element whose text is collected. */
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
        if (depth > MAX_DEPTH || entries.size() >= MAX_ENTRIES && ENTRY_NAMES.contains(name)) {
            limited = true;
            return false;
        }
        pushBase(attributes);
        if (root == null) {
            root = name;
            format = formatOf(name);
            language = attributes.get("xml:lang");
            return format != Format.HTML;
        }
        if (field != null) {
            openMarkup(name, attributes);
        } else if (entry == null && isEntry(name)) {
            entry = new EntryBuilder(zone);
            entryDepth = depth;
            entry.language(attributes.get("xml:lang"));
            String about = attributes.getOrDefault("rdf:about", attributes.get("href"));
            if (about != null) {
                entry.guid(1, about);
                entry.link(1, bases.peek(), about);
            }
            // The Channel Definition Format (CDF) has dates as attributes.
            entry.updated(1, attributes.getOrDefault("lastmod", ""));
        } else if (ignoredDepth == 0 && IGNORED_CONTAINERS.contains(name) && entry != null) {
            ignoredDepth = depth;
        } else if (ignoredDepth == 0 && !TRANSPARENT.contains(name) && (entry == null || depth > entryDepth)) {
            field = new Field(name, attributes);
            fieldDepth = depth;
            if (entry == null && !isChannelField(name)) {
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
        } else if (ignoredDepth == depth) {
            ignoredDepth = 0;
        } else if (entry != null && depth == entryDepth) {
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
        return format == Format.RSS
                && (name.equals("ttl") || name.equals("hour") || name.equals("language") || name.equals("dc:language"));
    }

    /** Elements inside a field become part of its text: XHTML content or unescaped HTML. */
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
        if (entry != null) {
            String text = TextDecoder.repairControls(closed.text.toString());
            EntryFields.add(entry, closed.name, closed.attributes, text, closed.markup, bases.peek());
        } else if (closed.name.endsWith("language")) {
            language = closed.text.length() > 0 ? closed.text.toString().strip() : language;
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
        if (entry != null) {
            entries.add(entry.build());
            entry = null;
        }
    }

    /**
     * Drops an entry that is still open: its link may be truncated.
     *
     * @param ended false if the document is truncated
     */
    ParsedFeed finish(boolean ended, @Nullable String problem) {
        boolean index = format == Format.SITEMAP_INDEX;
        return new ParsedFeed(
                format,
                index
                        ? List.of()
                        : entries.stream()
                                .map(entry -> entry.withLanguage(language))
                                .toList(),
                index ? newestSitemaps() : List.of(),
                limited || !ended,
                ttl,
                Set.copyOf(skipHours),
                problem);
    }

    /** An index can contain hundreds of sitemaps; new articles are in the most recently changed ones. */
    private List<URI> newestSitemaps() {
        return entries.stream()
                .filter(sitemap -> sitemap.link() != null)
                .sorted(Comparator.comparing(Entry::date, Comparator.nullsLast(Comparator.reverseOrder())))
                .limit(MAX_SITEMAPS)
                .map(Entry::link)
                .toList();
    }

    Format format() {
        return format;
    }

    /** The name of the root element; null if the document has no element. */
    @Nullable
    String root() {
        return root;
    }
}

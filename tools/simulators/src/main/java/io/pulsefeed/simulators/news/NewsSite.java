package io.pulsefeed.simulators.news;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;

/**
 * One news site on its own port. Links in its pages use the host of the request, so that a test can give the site any name. It
 * serves:
 * <ul>
 * <li>lists: {@code /feed.xml}, {@code /atom.xml}, {@code /feed.json}, {@code /feed-weird.xml}, {@code /sitemap-news.xml}
 *     (and {@code .gz}), {@code /latest}, {@code /weak-etag}, {@code /etag-changes-lastmod-same}, each with validators;
 * <li>articles: {@code /a/N}, {@code /amp/N}, {@code /paywall/N}, {@code /a-latin1}, {@code /a-utf16};
 * <li>faulty responses: see {@link FaultyPages}.
 * </ul>
 */
public final class NewsSite implements AutoCloseable {

    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads;
    private final Clock clock;
    private final Newsroom newsroom;
    private final FaultyPages trouble;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Hit> hits = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final Map<String, PageReplay.Page> replayed = new ConcurrentHashMap<>();
    private final Set<NewsFault> faults;
    private volatile RobotsMode robots = RobotsMode.RULES;

    private NewsSite(HttpServer server, Clock clock, Newsroom newsroom, Set<NewsFault> faults) {
        this.server = server;
        this.scheme = server instanceof HttpsServer ? "https://" : "http://";
        this.clock = clock;
        this.newsroom = newsroom;
        this.faults = faults.isEmpty() ? EnumSet.noneOf(NewsFault.class) : EnumSet.copyOf(faults);
        this.trouble = new FaultyPages(clock, closed);
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "news-site-" + server.getAddress().getPort());
            thread.setDaemon(true);
            return thread;
        });
        if (faults.contains(NewsFault.ROBOTS_MISSING)) {
            robots = RobotsMode.MISSING;
        } else if (faults.contains(NewsFault.ROBOTS_FAILING)) {
            robots = RobotsMode.FAILING;
        } else if (faults.contains(NewsFault.ROBOTS_CRAWL_DELAY)) {
            robots = RobotsMode.CRAWL_DELAY;
        }
    }

    /**
     * @param address to listen on
     * @param port 0 selects a free port
     * @param articles articles published before the start, one per minute
     * @throws IOException when the port is in use
     */
    public static NewsSite start(
            InetAddress address, int port, int articles, long seed, Clock clock, Set<NewsFault> faults)
            throws IOException {
        Newsroom newsroom = new Newsroom(seed);
        newsroom.fill(articles, clock.instant());
        HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
        return new NewsSite(server, clock, newsroom, faults).open();
    }

    private NewsSite open() {
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
        return this;
    }

    /** The same on the loopback address. */
    public static NewsSite start(int port, int articles, long seed, Clock clock, Set<NewsFault> faults)
            throws IOException {
        return start(InetAddress.getLoopbackAddress(), port, articles, seed, clock, faults);
    }

    /** A site of {@code articles} articles on a free port, without faults. */
    public static NewsSite start(int articles) throws IOException {
        return start(0, articles, 1, Clock.systemUTC(), Set.of());
    }

    /** The same with TLS and the certificate of {@code tls}. */
    public static NewsSite start(int articles, SSLContext tls) throws IOException {
        Clock clock = Clock.systemUTC();
        Newsroom newsroom = new Newsroom(1);
        newsroom.fill(articles, clock.instant());
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new NewsSite(server, clock, newsroom, Set.of()).open();
    }

    /** The origin for clients on this machine. */
    public URI origin() {
        return URI.create(scheme + host() + ":" + port());
    }

    String host() {
        InetAddress address = server.getAddress().getAddress();
        return address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Publishes a new article at the current time of the site's clock. */
    public NewsArticle publish() {
        return newsroom.publish(clock.instant());
    }

    /** All published articles, oldest first. */
    public List<NewsArticle> articles() {
        return List.copyOf(newsroom.articles());
    }

    public void robots(RobotsMode mode) {
        robots = mode;
    }

    /** Sets the target of {@code /to-private} and similar redirects. */
    public void privateTarget(URI target) {
        trouble.privateTarget(target);
    }

    /** Serves {@code body} under {@code path}. */
    public void serve(String path, int status, Map<String, String> headers, byte[] body) {
        replayed.put(path, new PageReplay.Page(status, headers, body));
    }

    /** All requests, in order of arrival. */
    public List<Hit> hits() {
        return List.copyOf(hits);
    }

    public List<Hit> hits(String path) {
        return hits.stream().filter(hit -> hit.path().equals(path)).toList();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            hits.add(new Hit(
                    uri.toString(),
                    System.nanoTime(),
                    header(exchange, "Host"),
                    header(exchange, "User-Agent"),
                    header(exchange, "If-None-Match"),
                    header(exchange, "If-Modified-Since"),
                    headers(exchange)));
            PageReplay.Page page = replayed.get(uri.toString());
            if (page != null) {
                page.headers()
                        .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
                Answer.bytes(exchange, page.status(), page.contentType(), page.body());
            } else if (!list(exchange, uri.getPath())
                    && !article(exchange, uri.getPath())
                    && !trouble.answer(exchange, uri.getPath())) {
                Answer.status(exchange, 404);
            }
        }
    }

    private static Map<String, String> headers(HttpExchange exchange) {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return Map.copyOf(headers);
    }

    private boolean list(HttpExchange exchange, String path) throws IOException {
        String origin = scheme + header(exchange, "Host");
        List<NewsArticle> articles = newsroom.articles();
        switch (path) {
            case "/" -> Answer.html(exchange, FeedPages.home());
            case "/robots.txt" -> RobotsPages.answer(exchange, robots, origin);
            case "/feed.xml" -> feed(exchange, "application/rss+xml", FeedPages.rss(origin, articles));
            case "/atom.xml" -> feed(exchange, "application/atom+xml", FeedPages.atom(origin, articles));
            case "/feed.json" -> feed(exchange, "application/feed+json", FeedPages.json(origin, articles));
            case "/feed-weird.xml" -> feed(exchange, "text/html", FeedPages.weird(articles));
            case "/sitemap-news.xml" -> feed(exchange, "application/xml", FeedPages.newsSitemap(origin, articles));
            case "/sitemap-news.xml.gz" -> Answer.bytes(
                    exchange, 200, "application/gzip", gzip(FeedPages.newsSitemap(origin, articles)));
            case "/latest" -> feed(exchange, "text/html", FeedPages.listing(articles));
            case "/weak-etag" -> validated(exchange, "W/" + tag(articles), null, FeedPages.rss(origin, articles));
            case "/etag-changes-lastmod-same" -> validated(
                    exchange, tag(articles), Instant.ofEpochSecond(1_700_000_000), FeedPages.rss(origin, articles));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void feed(HttpExchange exchange, String type, String body) throws IOException {
        int times = count(exchange.getRequestURI().getPath());
        if (faults.contains(NewsFault.FEED_BUSY) && times % 3 == 0) {
            Answer.retryAfter(exchange, 429, "1");
        } else if (faults.contains(NewsFault.FEED_CUT) && times % 3 == 0) {
            Answer.text(exchange, 200, type, body.substring(0, body.length() / 2));
        } else {
            exchange.getResponseHeaders().set("Content-Type", type);
            List<NewsArticle> articles = newsroom.articles();
            validated(exchange, tag(articles), FeedPages.newest(articles), body);
        }
    }

    private void validated(HttpExchange exchange, String etag, Instant modified, String body) throws IOException {
        exchange.getResponseHeaders().set("ETag", etag);
        if (modified != null) {
            exchange.getResponseHeaders().set("Last-Modified", FeedPages.RFC_1123.format(modified));
        }
        if (etag.equals(header(exchange, "If-None-Match"))) {
            Answer.status(exchange, 304);
        } else {
            String type = exchange.getResponseHeaders().getFirst("Content-Type");
            Answer.text(exchange, 200, type == null ? "application/rss+xml" : type, body);
        }
    }

    private boolean article(HttpExchange exchange, String path) throws IOException {
        String origin = scheme + header(exchange, "Host");
        if (path.equals("/a-latin1")) {
            Answer.bytes(
                    exchange,
                    200,
                    "text/html",
                    ArticlePages.accented("iso-8859-1").getBytes(Charset.forName("windows-1252")));
            return true;
        }
        if (path.equals("/a-utf16")) {
            Answer.bytes(
                    exchange, 200, "text/html", ArticlePages.accented("utf-16").getBytes(StandardCharsets.UTF_16));
            return true;
        }
        String[] parts = path.split("/");
        if (parts.length != 3 || !parts[2].matches("\\d{1,9}")) {
            return false;
        }
        NewsArticle article = newsroom.find(Integer.parseInt(parts[2]));
        if (article == null) {
            return false;
        }
        switch (parts[1]) {
            case "a", "private" -> page(exchange, article, ArticlePages.page(origin, article));
            case "amp" -> Answer.html(exchange, ArticlePages.amp(origin, article));
            case "paywall" -> Answer.html(exchange, ArticlePages.paywall(origin, article));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void page(HttpExchange exchange, NewsArticle article, String body) throws IOException {
        boolean first = count(article.path()) == 1;
        if (first && faults.contains(NewsFault.PAGE_FAILS_ONCE)) {
            Answer.status(exchange, 503);
        } else if (first && faults.contains(NewsFault.PAGE_MISSING_ONCE)) {
            Answer.status(exchange, 404);
        } else if (article.number() % 10 == 0 && faults.contains(NewsFault.PAGE_DRIPS)) {
            trouble.drip(exchange, body.getBytes(StandardCharsets.UTF_8));
        } else {
            Answer.html(exchange, body);
        }
    }

    private int count(String path) {
        return asked.computeIfAbsent(path, any -> new AtomicInteger()).incrementAndGet();
    }

    private static String tag(List<NewsArticle> articles) {
        return "\"v" + articles.size() + "\"";
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private static String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }
}

package io.pulsefeed.simulators.news;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** Paths with faulty responses, which a crawler must tolerate. */
final class FaultyPages {

    private static final int BOMB_MEMBER_BYTES = 10 << 20;
    private static final int BOMB_MEMBERS = 100;
    private static final int DRIP_MILLIS = 200;
    private static final int DRIP_BYTES = 300;

    private final Clock clock;
    private final CountDownLatch closed;
    private final AtomicInteger busyOnce = new AtomicInteger();
    private volatile URI privateTarget = URI.create("http://127.0.0.1:9/");

    FaultyPages(Clock clock, CountDownLatch closed) {
        this.clock = clock;
        this.closed = closed;
    }

    void privateTarget(URI target) {
        privateTarget = target;
    }

    /** Returns false when {@code path} is not one of these paths. */
    boolean answer(HttpExchange exchange, String path) throws IOException {
        if (path.startsWith("/chain/")) {
            int left = Integer.parseInt(path.substring("/chain/".length()));
            Answer.redirect(exchange, 302, left > 0 ? "/chain/" + (left - 1) : "/a/1");
            return true;
        }
        if (path.startsWith("/to-")) {
            return redirectAway(exchange, path);
        }
        return answerStatus(exchange, path) || answerBody(exchange, path);
    }

    private boolean redirectAway(HttpExchange exchange, String path) throws IOException {
        int port = privateTarget.getPort();
        String location =
                switch (path) {
                    case "/to-private" -> privateTarget.toString();
                    case "/to-metadata" -> "http://169.254.169.254/latest/meta-data/";
                    case "/to-file" -> "file:///etc/passwd";
                    case "/to-http" -> "http://" + exchange.getRequestHeaders().getFirst("Host") + "/a/1";
                    case "/to-encoded-loopback" -> "http://2130706433:" + port + "/secret";
                    case "/to-octal-loopback" -> "http://0177.0.0.1:" + port + "/secret";
                    case "/to-hex-loopback" -> "http://0x7f.1:" + port + "/secret";
                    case "/to-v6-loopback" -> "http://[::1]:" + port + "/secret";
                    case "/to-mapped-loopback" -> "http://[::ffff:127.0.0.1]:" + port + "/secret";
                    case "/to-any" -> "http://0:" + port + "/secret";
                    default -> null;
                };
        if (location == null) {
            return false;
        }
        Answer.redirect(exchange, 302, location);
        return true;
    }

    private boolean answerStatus(HttpExchange exchange, String path) throws IOException {
        switch (path) {
            case "/429" -> Answer.retryAfter(exchange, 429, "3");
            case "/429-date" -> Answer.retryAfter(
                    exchange, 429, FeedPages.RFC_1123.format(clock.instant().plusSeconds(3)));
            case "/503-then-ok" -> {
                if (busyOnce.getAndIncrement() == 0) {
                    Answer.status(exchange, 503);
                } else {
                    Answer.html(exchange, ArticlePages.accented("utf-8"));
                }
            }
            case "/loop1" -> Answer.redirect(exchange, 302, "/loop2");
            case "/loop2" -> Answer.redirect(exchange, 302, "/loop1");
            case "/gone" -> Answer.status(exchange, 410);
            case "/challenge" -> Answer.text(exchange, 403, "text/html", ArticlePages.challenge());
            case "/challenge-ok" -> Answer.html(exchange, ArticlePages.challenge());
            case "/pdf" -> Answer.bytes(
                    exchange, 200, "application/pdf", "%PDF-1.7\n%...".getBytes(StandardCharsets.US_ASCII));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean answerBody(HttpExchange exchange, String path) throws IOException {
        switch (path) {
            case "/slow-headers" -> pause(60_000);
            case "/drip" -> drip(exchange, new byte[DRIP_BYTES]);
            case "/huge" -> endless(exchange);
            case "/bomb" -> bomb(exchange);
            case "/short" -> cutShort(exchange);
                // Closes the connection without a response: the server does so when a handler throws.
            case "/reset" -> throw new UncheckedIOException(new IOException("reset on purpose"));
            default -> {
                return false;
            }
        }
        return true;
    }

    void drip(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        for (byte one : body) {
            exchange.getResponseBody().write(one == 0 ? '.' : one);
            exchange.getResponseBody().flush();
            if (pause(DRIP_MILLIS)) {
                return;
            }
        }
    }

    private void endless(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(200, 0);
        byte[] block = "<p>more and more text without an end</p>".repeat(400).getBytes(StandardCharsets.US_ASCII);
        while (closed.getCount() > 0) {
            exchange.getResponseBody().write(block);
        }
    }

    /** 1 GB of zeros in 1 MB: a hundred gzip members, which a decoder reads as one stream. */
    private void bomb(HttpExchange exchange) throws IOException {
        ByteArrayOutputStream member = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(member)) {
            gzip.write(new byte[BOMB_MEMBER_BYTES]);
        }
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        exchange.sendResponseHeaders(200, (long) member.size() * BOMB_MEMBERS);
        for (int i = 0; i < BOMB_MEMBERS; i++) {
            exchange.getResponseBody().write(member.toByteArray());
        }
    }

    private void cutShort(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(200, 5000);
        exchange.getResponseBody().write("<html><body><p>This page ends bef".getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns true when the simulator was closed in the meantime. */
    private boolean pause(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}

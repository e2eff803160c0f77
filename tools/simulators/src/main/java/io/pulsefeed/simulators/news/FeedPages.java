package io.pulsefeed.simulators.news;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Lists of articles in each supported format, newest first. */
final class FeedPages {

    static final DateTimeFormatter RFC_1123 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private FeedPages() {}

    static String rss(String origin, List<NewsArticle> articles) {
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\""
                + " xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>Simulated News</title><link>"
                + origin + "/</link><atom:link rel=\"self\" href=\"" + origin + "/feed.xml\"/>\n");
        for (NewsArticle article : newestFirst(articles)) {
            out.append("<item><title>").append(escape(article.title())).append("</title><link>");
            out.append(origin).append(article.path()).append("</link><guid isPermaLink=\"false\">article-");
            out.append(article.number()).append("</guid><pubDate>").append(RFC_1123.format(article.published()));
            out.append("</pubDate><category>").append(article.coin()).append("</category><description>");
            out.append(escape(article.summary())).append("</description></item>\n");
        }
        return out.append("</channel></rss>\n").toString();
    }

    static String atom(String origin, List<NewsArticle> articles) {
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Simulated News</title><id>urn:news</id>\n");
        for (NewsArticle article : newestFirst(articles)) {
            out.append("<entry><title>")
                    .append(escape(article.title()))
                    .append("</title><link rel=\"enclosure\" href=\"");
            out.append(origin)
                    .append("/sound.mp3\"/><link rel=\"alternate\" href=\"")
                    .append(origin);
            out.append(article.path())
                    .append("\"/><id>urn:article:")
                    .append(article.number())
                    .append("</id><published>");
            out.append(article.published()).append("</published><summary>").append(escape(article.summary()));
            out.append("</summary></entry>\n");
        }
        return out.append("</feed>\n").toString();
    }

    static String json(String origin, List<NewsArticle> articles) {
        StringBuilder out = new StringBuilder(
                "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Simulated News\"," + "\"items\":[");
        String separator = "";
        for (NewsArticle article : newestFirst(articles)) {
            out.append(separator)
                    .append("{\"id\":\"article-")
                    .append(article.number())
                    .append("\",\"url\":\"");
            out.append(origin).append(article.path()).append("\",\"title\":\"").append(article.title());
            out.append("\",\"date_published\":\"").append(article.published()).append("\",\"summary\":\"");
            out.append(article.summary()).append("\"}");
            separator = ",\n";
        }
        return out.append("]}").toString();
    }

    /** Common errors of real feeds: a bare ampersand, CDATA dates, relative links, titles escaped twice. */
    static String weird(List<NewsArticle> articles) {
        StringBuilder out = new StringBuilder("\n<rss version=\"2.0\"><channel><title>News & More</title>\n");
        for (NewsArticle article : newestFirst(articles)) {
            out.append("<item><title>Q&amp;amp;A: ")
                    .append(escape(article.title()))
                    .append("</title><link> ");
            out.append(article.path()).append("?utm_source=rss&utm_medium=feed </link><pubDate><![CDATA[ ");
            out.append(RFC_1123.format(article.published())).append(" ]]></pubDate><dc:creator>Desk</dc:creator>");
            out.append("<description><![CDATA[<p>")
                    .append(article.summary())
                    .append("&nbsp;</p>]]></description></item>\n");
        }
        return out.append("</channel></rss>\n<!-- served in 3 ms -->\nOK").toString();
    }

    static String newsSitemap(String origin, List<NewsArticle> articles) {
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""
                + " xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\n");
        for (NewsArticle article : newestFirst(articles)) {
            out.append("<url><loc>")
                    .append(origin)
                    .append(article.path())
                    .append("</loc><news:news><news:publication>");
            out.append("<news:name>Simulated News</news:name><news:language>en</news:language></news:publication>");
            out.append("<news:publication_date>")
                    .append(article.published())
                    .append("</news:publication_date><news:title>");
            out.append(escape(article.title())).append("</news:title></news:news></url>\n");
        }
        return out.append("</urlset>\n").toString();
    }

    static String listing(List<NewsArticle> articles) {
        StringBuilder out = new StringBuilder("<!doctype html><html><head><title>Latest</title></head><body><nav>"
                + "<a href=\"/\">Home</a><a href=\"/about\">About</a></nav><ul class=\"latest\">\n");
        for (NewsArticle article : newestFirst(articles)) {
            out.append("<li><a href=\"").append(article.path()).append("\">").append(escape(article.title()));
            out.append("</a></li>\n");
        }
        return out.append("</ul></body></html>").toString();
    }

    static String home() {
        return "<!doctype html><html><head><title>Simulated News</title>"
                + "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"/feed.xml\"></head>"
                + "<body><h1>Simulated News</h1></body></html>";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static Instant newest(List<NewsArticle> articles) {
        return articles.isEmpty()
                ? Instant.EPOCH
                : articles.get(articles.size() - 1).published();
    }

    private static List<NewsArticle> newestFirst(List<NewsArticle> articles) {
        List<NewsArticle> reversed = new ArrayList<>(articles);
        Collections.reverse(reversed);
        return reversed;
    }
}

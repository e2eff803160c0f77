package io.pulsefeed.simulators.news;

/** Article pages of a typical news site: the text and the boilerplate around it. */
final class ArticlePages {

    private static final String NAVIGATION = "<header><nav><a href=\"/\">Home</a> <a href=\"/latest\">Latest</a>"
            + " <a href=\"/about\">About us</a></nav></header>";
    private static final String RELATED = "<aside class=\"related\"><h2>Related</h2><ul>"
            + "<li><a href=\"/a/1\">Ten things to know about wallets</a></li>"
            + "<li><a href=\"/a/2\">What miners earn today</a></li></ul></aside><footer>All rights reserved</footer>";

    private ArticlePages() {}

    static String page(String origin, NewsArticle article) {
        return head(origin, article, "") + "<body>" + NAVIGATION + "<article><h1>" + FeedPages.escape(article.title())
                + "</h1><div class=\"article-body\">" + paragraphs(article) + "</div></article>" + RELATED
                + "</body></html>";
    }

    static String amp(String origin, NewsArticle article) {
        return head(origin, article, "") + "<body><article><h1>" + FeedPages.escape(article.title()) + "</h1>"
                + paragraphs(article) + "</article></body></html>";
    }

    static String paywall(String origin, NewsArticle article) {
        return head(origin, article, ",\"isAccessibleForFree\":false") + "<body>" + NAVIGATION + "<article><h1>"
                + FeedPages.escape(article.title()) + "</h1><p>" + FeedPages.escape(article.summary())
                + "...</p><p>Subscribe to read on.</p></article></body></html>";
    }

    /** A page in another charset: text with typographic quotes and accents, charset declared in the page. */
    static String accented(String charset) {
        return "<!doctype html><html><head><meta charset=\"" + charset
                + "\"><title>Café prices in Zürich</title></head>"
                + "<body><article><h1>Café prices in Zürich</h1><p>The café owner said that the price of a coffee in"
                + " Zürich, at “seven francs”, had never been higher, and that he would now take bitcoin as well.</p>"
                + "<p>Señor Muñoz, a regular, was not amused: he keeps his savings in gold, as his father did before"
                + " him, and sees no reason to change that at his age.</p></article></body></html>";
    }

    static String challenge() {
        return "<!doctype html><html><head><title>Just a moment...</title></head><body class=\"cf-challenge\">"
                + "<p>Checking your browser before accessing the site.</p></body></html>";
    }

    private static String head(String origin, NewsArticle article, String jsonLd) {
        String url = origin + article.path();
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>"
                + FeedPages.escape(article.title())
                + " | Simulated News</title><link rel=\"canonical\" href=\"" + url
                + "\"><meta property=\"og:title\" content=\""
                + FeedPages.escape(article.title()) + "\"><meta property=\"og:url\" content=\"" + url
                + "\"><meta property=\"article:published_time\" content=\"" + article.published()
                + "\"><meta property=\"article:tag\" content=\"" + article.coin()
                + "\"><script type=\"application/ld+json\">"
                + "{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"" + article.title()
                + "\",\"datePublished\":\"" + article.published() + "\"" + jsonLd + "}</script></head>";
    }

    private static String paragraphs(NewsArticle article) {
        StringBuilder out = new StringBuilder();
        for (String paragraph : article.paragraphs()) {
            out.append("<p>").append(FeedPages.escape(paragraph)).append("</p>\n");
        }
        return out.toString();
    }
}

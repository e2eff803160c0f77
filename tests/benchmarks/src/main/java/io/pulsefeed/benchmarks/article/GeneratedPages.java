package io.pulsefeed.benchmarks.article;

import io.pulsefeed.article.extract.PageInput;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Small generated pages with one article and the furniture of news sites, for training only. The saved pages contain few short
 * articles, and few pages with little text around the article.
 */
final class GeneratedPages {

    private static final URI URL = URI.create("https://site.example/2026/story");

    private static final String[] WORDS =
            ("council market agreed report people company minister city plan vote money price"
                            + " week former public new early large court river school bank growth with from after which over into"
                            + " against under the the the a a and and of of in to to for its his their said would could has been"
                            + " Markt Stadt nach und die der das mit einer wurde sich nicht Jahr auf les des une dans avec pour"
                            + " el la los para con una por que")
                    .split(" ");
    private static final String[] CONTENT_NAMES = {
        "article-body",
        "story",
        "entry-content",
        "post",
        "content",
        "c-text",
        "artikel",
        "css-1x9",
        "",
        "",
        "sidebar-layout main"
    };
    private static final String[] CALLS = {
        "Follow us on Twitter and Facebook.",
        "Sign up for our newsletter",
        "Subscribe to our newsletter, which brings you the day.",
        "Share this article",
        "Download our app for iOS and Android",
        "Folgen Sie uns auf Facebook und Instagram",
        "Abonnieren Sie unseren Newsletter",
        "Suivez-nous sur Twitter",
        "Síguenos en Facebook y en Twitter",
        "Seguici su Facebook",
        "Have a tip? Write to us",
        "Enter your address to get the letter every morning",
        "Jetzt kostenlos testen"
    };
    private static final String[] LABELS = {
        "Advertisement",
        "Anzeige",
        "Publicité",
        "Publicidad",
        "Reklama",
        "Werbung",
        "Share",
        "Teilen",
        "Read more",
        "Loading"
    };
    private static final String[] RELATED = {
        "Related",
        "More on this topic",
        "Read also",
        "You may also like",
        "Mehr zum Thema",
        "Das könnte Sie auch interessieren",
        "Lire aussi",
        "À lire aussi",
        "Te puede interesar",
        "Leggi anche",
        "Leia também",
        "Czytaj także",
        "Most read",
        "Latest news"
    };
    private static final String[] COMMENTS = {
        "Comments", "Kommentare", "Commentaires", "Comentarios", "12 comments", "Discussion"
    };

    private final Random random;
    private final StringBuilder html = new StringBuilder();
    private final List<String> body = new ArrayList<>();

    private GeneratedPages(long seed) {
        this.random = new Random(seed);
    }

    /** The same {@code count} pages for each call. */
    static List<LabeledPage> create(int count) {
        List<LabeledPage> pages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pages.add(new GeneratedPages(i).page("generated" + i));
        }
        return pages;
    }

    private LabeledPage page(String id) {
        List<Runnable> after = new ArrayList<>(Arrays.asList(
                this::comments,
                this::teasers,
                this::newsletter,
                this::authorBox,
                this::otherArticle,
                this::links,
                this::gate));
        Collections.shuffle(after, random);
        String title = headline();
        html.append("<html><head><title>").append(title).append("</title></head><body>");
        html.append("<nav><a href=/>Home</a> <a href=/news>News</a></nav>");
        if (random.nextInt(4) == 0) {
            html.append("<div class=cookie-notice><p>We use cookies. ")
                    .append(sentence())
                    .append("</p></div>");
        }
        article(title);
        after.subList(0, 1 + random.nextInt(3)).forEach(Runnable::run);
        html.append("<footer><p>Copyright 2026. All rights reserved. ")
                .append(sentence())
                .append("</p></footer></body></html>");
        PageInput input =
                PageInput.of(html.toString().getBytes(StandardCharsets.UTF_8), "text/html; charset=utf-8", URL);
        return new LabeledPage(
                PageSet.GENERATED, id, id, PageLanguage.UNKNOWN, input, new PageTruth.Body(String.join("\n", body)));
    }

    private void article(String title) {
        String tag = pick("article", "article", "article", "div", "div", "section", "main");
        html.append(pick("", "<main>")).append('<').append(tag);
        html.append(random.nextBoolean() ? "" : " class='" + pick(CONTENT_NAMES) + "'")
                .append('>');
        html.append("<h1>").append(title).append("</h1>");
        if (random.nextInt(3) == 0) {
            html.append("<div class=byline>By A. Writer, ").append(sentence()).append("</div>");
        }
        if (random.nextInt(6) == 0) {
            add("p", words(4 + random.nextInt(5)) + '.');
            html.append("</").append(tag).append('>');
            return;
        }
        int paragraphs = 1 + random.nextInt(random.nextBoolean() ? 3 : 10);
        for (int i = 0; i < paragraphs; i++) {
            add("p", sentences(1 + random.nextInt(3)));
            if (random.nextInt(3) == 0) {
                insert();
            }
        }
        if (random.nextInt(4) == 0) {
            html.append("<p>")
                    .append(pick(CALLS))
                    .append("</p><p>")
                    .append(pick(CALLS))
                    .append("</p>");
        }
        html.append("</").append(tag).append('>');
    }

    /** Something between two paragraphs. */
    private void insert() {
        switch (random.nextInt(10)) {
            case 0 -> html.append("<p>").append(pick(LABELS)).append("</p>");
            case 1 -> html.append("<p>").append(pick(CALLS)).append("</p>");
            case 2 -> html.append("<p>")
                    .append(pick(RELATED))
                    .append(": <a href=/x>")
                    .append(headline())
                    .append("</a></p>");
            case 3 -> html.append(pick("<figure><img src=x><figcaption>", "<div class=photo><img src=x><p>"))
                    .append(headline())
                    .append(" (Image: Agency)</p></figcaption></div></figure>");
            case 4 -> {
                html.append("<div class=social-embed><blockquote class=twitter-tweet>");
                add("p", sentence());
                add("span", "A. Writer (@writer)");
                html.append("</blockquote></div>");
            }
            case 5 -> {
                html.append("<table>");
                for (int row = random.nextInt(5); row >= 0; row--) {
                    html.append("<tr>");
                    add("td", words(1 + random.nextInt(3)));
                    add("td", Integer.toString(random.nextInt(9_999)));
                    html.append("</tr>");
                }
                html.append("</table>");
            }
            case 6 -> add("h2", headline());
            case 7 -> {
                html.append("<ul>");
                add("li", sentence());
                add("li", sentence());
                html.append("</ul>");
            }
            case 8 -> add("p", "<a href=https://agency.example/report>", headline(), "</a>");
            default -> {
                html.append("<aside class=related><p>").append(pick(RELATED)).append("</p><ul>");
                html.append("<li><a href=/a>").append(headline()).append("</a></li></ul></aside>");
            }
        }
    }

    private void add(String tag, String text) {
        html.append('<')
                .append(tag)
                .append('>')
                .append(text)
                .append("</")
                .append(tag)
                .append('>');
        body.add(text);
    }

    private void add(String tag, String before, String text, String after) {
        html.append('<').append(tag).append('>').append(before).append(text).append(after);
        html.append("</").append(tag).append('>');
        body.add(text);
    }

    private void comments() {
        html.append(pick(
                "<div id=comments>",
                "<section class=discussion>",
                "<div class=kommentare>",
                "<div id=respond>",
                "<div id=disqus_thread>"));
        html.append("<h3>").append(pick(COMMENTS)).append("</h3>");
        String name = pick("comment", "reply", "comment-body", "kommentar", "post-message", "css-8a");
        for (int i = 2 + random.nextInt(10); i > 0; i--) {
            html.append("<div class=")
                    .append(name)
                    .append("><p>I think that ")
                    .append(sentences(1 + random.nextInt(3)));
            html.append("</p></div>");
        }
        html.append("</div></section>");
    }

    private void teasers() {
        html.append("<div class='")
                .append(pick("more", "related", "teasers", "list", ""))
                .append("'>");
        html.append("<h3>").append(pick(RELATED)).append("</h3>");
        String name = pick("card", "teaser", "item", "post");
        boolean isLinked = random.nextInt(3) > 0;
        for (int i = 3 + random.nextInt(5); i > 0; i--) {
            html.append("<div class=").append(name).append("><h4>");
            html.append(isLinked ? "<a href=/x>" + headline() + "</a>" : headline());
            html.append("</h4><p>")
                    .append(sentence())
                    .append(isLinked ? "" : " <a href=/x>Read more</a>")
                    .append("</p></div>");
        }
        html.append("</div>");
    }

    private void newsletter() {
        String tag = pick("aside", "form", "div");
        html.append('<')
                .append(tag)
                .append(" class='")
                .append(pick("newsletter", "signup", "box", ""))
                .append("'><p>");
        html.append(pick(CALLS))
                .append(' ')
                .append(sentence())
                .append("</p></")
                .append(tag)
                .append('>');
    }

    private void authorBox() {
        html.append(pick("<div class=author-bio>", "<div class=about-author>", "<aside class=bio>"));
        html.append("<p>J. Writer is a reporter who covers markets. ")
                .append(sentence())
                .append("</p></div></aside>");
    }

    private void otherArticle() {
        html.append("<article><div>");
        if (random.nextBoolean()) {
            html.append("<h2><a href=/other>").append(headline()).append("</a></h2>");
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            html.append("<p>").append(sentences(1 + random.nextInt(7))).append("</p>");
        }
        html.append("</div></article>");
    }

    private void links() {
        html.append("<div class=").append(pick("ticker", "sidebar", "col")).append("><ul>");
        for (int i = 0; i < 6; i++) {
            html.append("<li><a href=/")
                    .append(i)
                    .append('>')
                    .append(headline())
                    .append("</a></li>");
        }
        html.append("</ul></div>");
    }

    private void gate() {
        html.append("<div class=")
                .append(pick("paywall", "gate", "subscribe-box"))
                .append("><p>");
        html.append("Subscribe to continue reading. Already a member? Log in. ")
                .append(sentence())
                .append("</p></div>");
    }

    private String headline() {
        return words(4 + random.nextInt(5));
    }

    private String sentences(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(sentence());
        }
        return text.toString();
    }

    private String sentence() {
        return words(5 + random.nextInt(8)) + ", "
                + words(5 + random.nextInt(9)).toLowerCase(Locale.ROOT) + '.';
    }

    private String words(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(pick(WORDS));
        }
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}

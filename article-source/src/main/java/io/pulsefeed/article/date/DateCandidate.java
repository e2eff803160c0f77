package io.pulsefeed.article.date;

/**
 * A text of a page that can be its date.
 *
 * @param visible true for text that can contain more than the date
 */
record DateCandidate(String text, boolean visible) {

    /** Part of a page. */
    enum Where {
        DATA,
        MARKUP,
        SCRIPTS,
        TEXT
    }

    /** Kinds of candidates. */
    enum Rank {
        SELECTOR(DateSource.SELECTOR, Where.DATA),
        JSON_LD(DateSource.JSON_LD, Where.DATA),
        META(DateSource.META, Where.MARKUP),
        /** Markup of a publication date. */
        MARKED(DateSource.TIME, Where.MARKUP),
        /** A {@code time} element without a label, inside the article. */
        TIME(DateSource.TIME, Where.MARKUP),
        SCRIPT(DateSource.SCRIPT, Where.SCRIPTS),
        /** A meta tag that some sites use for the last change. */
        GENERIC_META(DateSource.META, Where.MARKUP),
        /** Visible text of an element with a name such as "published". */
        NAMED_PUBLISHED(DateSource.TEXT, Where.TEXT),
        /** Text after a word such as "published". */
        LABELED(DateSource.TEXT, Where.TEXT),
        /** Text of an element with a name such as "date". */
        NAMED(DateSource.TEXT, Where.TEXT),
        UPDATED_META(DateSource.META, Where.MARKUP),
        UPDATED_TIME(DateSource.TIME, Where.MARKUP),
        UPDATED_TEXT(DateSource.TEXT, Where.TEXT),
        /** A short text with a date, or a date at the start of a paragraph. */
        SHORT(DateSource.TEXT, Where.TEXT),
        /** The same kinds in a sidebar, footer, list of related articles, or comment. */
        OUTSIDE_LABELED(DateSource.TEXT, Where.TEXT),
        OUTSIDE_TIME(DateSource.TIME, Where.MARKUP),
        OUTSIDE(DateSource.TEXT, Where.TEXT);

        private final DateSource source;
        private final Where where;

        Rank(DateSource source, Where where) {
            this.source = source;
            this.where = where;
        }

        DateSource source() {
            return source;
        }

        Where where() {
            return where;
        }

        /** True for dates around the article: they can belong to other articles unless all of them are of one day. */
        boolean isSurrounding() {
            return this == OUTSIDE_TIME || this == OUTSIDE;
        }
    }
}

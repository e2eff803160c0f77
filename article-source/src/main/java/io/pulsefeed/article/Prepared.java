package io.pulsefeed.article;

import io.pulsefeed.article.record.Article;
import io.pulsefeed.article.record.SiteState;
import java.util.Set;

/** An article on its way from the thread that read it to the worker, and what to note when it gets there. */
record Prepared(Article article, Set<Long> names, SiteState state) {}

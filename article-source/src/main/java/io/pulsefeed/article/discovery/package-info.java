/** Parsing of lists of articles: RSS, Atom, JSON Feed, sitemaps and HTML pages. */
@NullMarked
package io.pulsefeed.article.discovery;

import org.jspecify.annotations.NullMarked;

/** Sentiment scoring of articles: the extension point {@code SentimentEngine} and the built-in VADER engine. */
@NullMarked
package io.pulsefeed.article.sentiment;

import org.jspecify.annotations.NullMarked;

/**
 * HTTP fetching with address checks on every redirect, size and time limits, robots.txt and rate limits per host. Independent of
 * articles.
 */
@NullMarked
package io.pulsefeed.article.fetch;

import org.jspecify.annotations.NullMarked;

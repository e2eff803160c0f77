/** Metrics of a task and of its sites. */
@NullMarked
package io.pulsefeed.article.metrics;

import org.jspecify.annotations.NullMarked;

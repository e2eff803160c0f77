/** Task metrics in the worker's own registry, and log lines limited in rate. */
@NullMarked
package io.pulsefeed.commons.metrics;

import org.jspecify.annotations.NullMarked;

/** Reads the topics and turns records into events of the page. All memory is bounded. */
@NullMarked
package io.pulsefeed.console.feed;

import org.jspecify.annotations.NullMarked;

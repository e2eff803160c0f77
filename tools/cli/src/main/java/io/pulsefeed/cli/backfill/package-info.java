/** {@code pulsefeed backfill}: completes live data from recordings, through a temporary connector. */
@NullMarked
package io.pulsefeed.cli.backfill;

import org.jspecify.annotations.NullMarked;

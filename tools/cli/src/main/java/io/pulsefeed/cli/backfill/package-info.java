/** {@code pulsefeed backfill}: fetches data of the past. */
@NullMarked
package io.pulsefeed.cli.backfill;

import org.jspecify.annotations.NullMarked;

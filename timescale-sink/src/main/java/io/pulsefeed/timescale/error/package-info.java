/** Bad records and their reasons, and how to handle each SQLSTATE. No other package decides which errors are retried. */
@NullMarked
package io.pulsefeed.timescale.error;

import org.jspecify.annotations.NullMarked;

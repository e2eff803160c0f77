/** {@code pulsefeed audit}: compares the ledger of the sinks with topics and tables. */
@NullMarked
package io.pulsefeed.cli.audit;

import org.jspecify.annotations.NullMarked;

/**
 * The state of a running pipeline: worker, connectors, lag, tables, dead letters, age of the last events, gaps and disk. Each part is
 * collected independently with its own deadline, so that a part that does not respond does not hide the others. No output code: the
 * {@code status} command and the live page show the same records.
 */
@NullMarked
package io.pulsefeed.admin.state;

import org.jspecify.annotations.NullMarked;

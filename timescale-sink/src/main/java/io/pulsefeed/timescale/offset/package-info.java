/** Where the offset of each partition is stored, and the fencing of tasks that lost a partition. The database is the default store. */
@NullMarked
package io.pulsefeed.timescale.offset;

import org.jspecify.annotations.NullMarked;

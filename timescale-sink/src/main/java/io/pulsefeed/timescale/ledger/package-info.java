/** The ledger: accounts of every record and row, written in the transaction of the rows, and seals of closed hours. */
@NullMarked
package io.pulsefeed.timescale.ledger;

import org.jspecify.annotations.NullMarked;

/** The write pipeline from put() to COMMIT. The task thread encodes batches, and a writer thread writes each one in a transaction. */
@NullMarked
package io.pulsefeed.timescale.write;

import org.jspecify.annotations.NullMarked;

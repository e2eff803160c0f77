/**
 * The commands of {@code pulsefeed bench}: each measures a connector and a peer or ceiling in the same run. Peers and ceilings use no
 * plugin code.
 */
@NullMarked
package io.pulsefeed.benchmarks;

import org.jspecify.annotations.NullMarked;

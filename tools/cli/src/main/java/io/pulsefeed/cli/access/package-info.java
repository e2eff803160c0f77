/**
 * The database of the sinks, and the offsets of a sink. Several commands use them.
 */
@NullMarked
package io.pulsefeed.cli.access;

import org.jspecify.annotations.NullMarked;

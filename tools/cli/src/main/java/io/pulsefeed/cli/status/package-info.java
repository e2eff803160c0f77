/** {@code pulsefeed status}. Shows the state of a pipeline on one screen. */
@NullMarked
package io.pulsefeed.cli.status;

import org.jspecify.annotations.NullMarked;

/**
 * {@code pulsefeed replay} and {@code pulsefeed redrive}. Make a sink process records of its topics or its dead letter queue again.
 */
@NullMarked
package io.pulsefeed.cli.replay;

import org.jspecify.annotations.NullMarked;

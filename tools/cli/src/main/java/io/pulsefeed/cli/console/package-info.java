/** {@code pulsefeed console}: the live page of a running pipeline. */
@NullMarked
package io.pulsefeed.cli.console;

import org.jspecify.annotations.NullMarked;

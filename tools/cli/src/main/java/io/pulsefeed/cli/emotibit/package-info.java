/**
 * {@code pulsefeed emotibit}. Sends commands to devices through the control topic of their connector.
 */
@NullMarked
package io.pulsefeed.cli.emotibit;

import org.jspecify.annotations.NullMarked;

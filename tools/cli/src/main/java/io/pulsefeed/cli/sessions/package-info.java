/**
 * {@code pulsefeed sessions}. Lists the sessions of EmotiBit devices.
 */
@NullMarked
package io.pulsefeed.cli.sessions;

import org.jspecify.annotations.NullMarked;

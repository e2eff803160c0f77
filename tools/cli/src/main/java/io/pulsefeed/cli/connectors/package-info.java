/**
 * {@code pulsefeed connectors}. Compares connectors with their files, applies them, shows their status and restarts failed ones.
 */
@NullMarked
package io.pulsefeed.cli.connectors;

import org.jspecify.annotations.NullMarked;

/**
 * {@code pulsefeed database}. Compares tables and analytics with their SQL files, applies them and refreshes continuous aggregates.
 */
@NullMarked
package io.pulsefeed.cli.database;

import org.jspecify.annotations.NullMarked;

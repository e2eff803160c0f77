/**
 * {@code pulsefeed export}. Writes records of a topic to files in their original format.
 */
@NullMarked
package io.pulsefeed.cli.export;

import org.jspecify.annotations.NullMarked;

/** {@code pulsefeed disk}. Size, growth and retention of topics and tables, and the days until a disk is full. */
@NullMarked
package io.pulsefeed.cli.disk;

import org.jspecify.annotations.NullMarked;

/** Text and JSON output of the commands. All commands print tables, JSON objects and progress bars with these classes. */
@NullMarked
package io.pulsefeed.cli.output;

import org.jspecify.annotations.NullMarked;

/**
 * The {@code pulsefeed} command, with one subpackage per subcommand. Options and output that subcommands share are in {@code options} and
 * {@code output}.
 */
@NullMarked
package io.pulsefeed.cli;

import org.jspecify.annotations.NullMarked;

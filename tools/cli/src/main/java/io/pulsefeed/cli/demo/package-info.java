/**
 * {@code pulsefeed demo}. Runs the embedded stack with simulated or live data, and checks that everything arrives exactly once.
 */
@NullMarked
package io.pulsefeed.cli.demo;

import org.jspecify.annotations.NullMarked;

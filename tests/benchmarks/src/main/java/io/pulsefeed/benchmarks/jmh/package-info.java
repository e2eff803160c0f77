/** JMH benchmarks of single hot paths of the plugins. {@code pulsefeed bench jmh} runs them. */
@NullMarked
package io.pulsefeed.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;

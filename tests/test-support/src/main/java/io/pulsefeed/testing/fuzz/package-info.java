/** Fuzz tests of parsers: corpus, mutations, and limits of time and memory. Each module lists its kinds of input and their seeds. */
@NullMarked
package io.pulsefeed.testing.fuzz;

import org.jspecify.annotations.NullMarked;

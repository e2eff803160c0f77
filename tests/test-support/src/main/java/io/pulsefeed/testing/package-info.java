/**
 * What the tests of several modules need: databases, ports, HTTP calls, the checkout and the evaluation data. Depends on no plugin
 * and on no simulator.
 */
@NullMarked
package io.pulsefeed.testing;

import org.jspecify.annotations.NullMarked;

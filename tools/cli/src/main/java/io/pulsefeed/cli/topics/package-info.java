/**
 * {@code pulsefeed topics}. Compares the topics of a cluster with a profile, and applies it.
 */
@NullMarked
package io.pulsefeed.cli.topics;

import org.jspecify.annotations.NullMarked;

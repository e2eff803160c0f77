/**
 * {@code pulsefeed map}: proposes a table and a sink configuration for the JSON records of a topic. {@code profile} classes describe what
 * the sampled records contain, finders derive time, types and key from that, and {@link io.pulsefeed.cli.mapping.DryRun} encodes the
 * samples with the code of the sink.
 */
@NullMarked
package io.pulsefeed.cli.mapping;

import org.jspecify.annotations.NullMarked;

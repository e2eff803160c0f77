/**
 * Kafka, Kafka Connect and PostgreSQL in one child process without Docker. {@link io.pulsefeed.stack.LocalStack} starts and stops it;
 * {@link io.pulsefeed.stack.StackMain} is the main class of the child process.
 */
@NullMarked
package io.pulsefeed.stack;

import org.jspecify.annotations.NullMarked;

/**
 * The Kafka Connect worker of the stack, in its own class loader. The stack calls it through
 * {@link io.pulsefeed.stack.worker.EmbeddedWorker}.
 */
@NullMarked
package io.pulsefeed.stack.worker;

import org.jspecify.annotations.NullMarked;

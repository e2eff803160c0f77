/**
 * The broker of the stack, in its own class loader. The stack calls it through {@link io.pulsefeed.stack.broker.EmbeddedBroker}.
 */
@NullMarked
package io.pulsefeed.stack.broker;

import org.jspecify.annotations.NullMarked;

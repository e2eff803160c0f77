/** The way of records from a task through the worker to Kafka. */
@NullMarked
package io.pulsefeed.commons.delivery;

import org.jspecify.annotations.NullMarked;

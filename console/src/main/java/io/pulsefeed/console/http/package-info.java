/** Web server, event streams and access rules. Knows nothing of Kafka. */
@NullMarked
package io.pulsefeed.console.http;

import org.jspecify.annotations.NullMarked;

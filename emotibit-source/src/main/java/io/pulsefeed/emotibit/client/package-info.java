/** Sockets of the host, and the thread that reads them. Contains no protocol logic and no Kafka code. */
@NullMarked
package io.pulsefeed.emotibit.client;

import org.jspecify.annotations.NullMarked;

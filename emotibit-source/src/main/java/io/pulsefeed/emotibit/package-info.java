/** The Kafka Connect source connector for EmotiBit devices, and its task. Assembles the other packages of the plugin. */
@NullMarked
package io.pulsefeed.emotibit;

import org.jspecify.annotations.NullMarked;

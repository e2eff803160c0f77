/** Commands of users to devices, which the connector reads from a topic. */
@NullMarked
package io.pulsefeed.emotibit.control;

import org.jspecify.annotations.NullMarked;

/** Source partitions, and checks of the offsets that users set through the REST API. */
@NullMarked
package io.pulsefeed.commons.offset;

import org.jspecify.annotations.NullMarked;

/** What a source has received and written, by stream and hour, for {@code pulsefeed audit}. */
@NullMarked
package io.pulsefeed.commons.accounts;

import org.jspecify.annotations.NullMarked;

/** Price changes and the alerts that large ones raise. Pure computation on event times and prices. */
@NullMarked
package io.pulsefeed.kraken.alert;

import org.jspecify.annotations.NullMarked;

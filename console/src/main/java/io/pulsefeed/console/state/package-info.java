/** What the page shows besides the records: connectors, lags, dead letters, deliveries, faults. */
@NullMarked
package io.pulsefeed.console.state;

import org.jspecify.annotations.NullMarked;

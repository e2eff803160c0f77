/** The configuration of the connector: one record for each group of keys. It depends on no other package of the plugin. */
@NullMarked
package io.pulsefeed.timescale.config;

import org.jspecify.annotations.NullMarked;

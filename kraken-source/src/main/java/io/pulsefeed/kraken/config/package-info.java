/**
 * The connector's configuration: the {@code ConfigDef} and one record of typed values per group of keys. It knows no other
 * package of the plugin, so values that need the domain, such as pairs, stay texts here.
 */
@NullMarked
package io.pulsefeed.kraken.config;

import org.jspecify.annotations.NullMarked;

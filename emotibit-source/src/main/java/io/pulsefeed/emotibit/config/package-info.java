/**
 * The connector's configuration: key definitions, single-key validation, and one record per group of keys. Depends on no other
 * package of the plugin.
 */
@NullMarked
package io.pulsefeed.emotibit.config;

import org.jspecify.annotations.NullMarked;

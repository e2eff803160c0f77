/**
 * Connector configuration: the {@code ConfigDef} and one record per group of keys. Depends on no other package of the plugin.
 */
@NullMarked
package io.pulsefeed.article.config;

import org.jspecify.annotations.NullMarked;

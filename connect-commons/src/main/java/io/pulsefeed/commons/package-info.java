/** What all four plugins need identically. Holds no plugin subject and no third-party code; each plugin zip packs it. */
@NullMarked
package io.pulsefeed.commons;

import org.jspecify.annotations.NullMarked;

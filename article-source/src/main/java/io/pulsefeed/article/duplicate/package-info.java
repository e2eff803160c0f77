/** Sketches of article texts, by which near-duplicates on several sites are found. */
@NullMarked
package io.pulsefeed.article.duplicate;

import org.jspecify.annotations.NullMarked;

/** Detection of the language of a text. No I/O. */
@NullMarked
package io.pulsefeed.article.language;

import org.jspecify.annotations.NullMarked;

/**
 * Reading of news sites: the parsed site list, one thread per site that polls lists and fetches pages, and the state that
 * becomes the source offset. Finished articles leave the package through a bounded queue.
 */
@NullMarked
package io.pulsefeed.article.site;

import org.jspecify.annotations.NullMarked;

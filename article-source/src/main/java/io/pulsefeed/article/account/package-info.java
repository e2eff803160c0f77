/** What each site listed in an hour and what became of it, for {@code pulsefeed audit}. */
@NullMarked
package io.pulsefeed.article.account;

import org.jspecify.annotations.NullMarked;

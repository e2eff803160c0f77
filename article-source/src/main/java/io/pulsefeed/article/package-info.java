/** The Kafka Connect source connector for news articles and its task. The other packages do not depend on this one. */
@NullMarked
package io.pulsefeed.article;

import org.jspecify.annotations.NullMarked;

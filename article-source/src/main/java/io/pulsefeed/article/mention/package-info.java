/** Detection of mentioned coins and topics in articles, and the tags of a record. No I/O except reading the dictionary. */
@NullMarked
package io.pulsefeed.article.mention;

import org.jspecify.annotations.NullMarked;

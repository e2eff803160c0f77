package io.pulsefeed.article.mention;

/**
 * A coin that is mentioned in an article.
 *
 * @param slug the id in the dictionary, for example {@code bitcoin}
 * @param ticker in lower case, for example {@code btc}
 */
public record Mention(String slug, String ticker) {}

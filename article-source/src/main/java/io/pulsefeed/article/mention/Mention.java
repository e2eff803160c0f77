package io.pulsefeed.article.mention;

/**
 * A coin that a text names.
 *
 * @param slug the dictionary's id, for example {@code bitcoin}
 * @param ticker in lower case, for example {@code btc}
 */
public record Mention(String slug, String ticker) {}

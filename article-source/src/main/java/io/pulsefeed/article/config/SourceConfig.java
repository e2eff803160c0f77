package io.pulsefeed.article.config;

import java.net.URI;
import java.time.Duration;

/**
 * One place where a site tells of its articles.
 *
 * @param interval between two looks; null for the connector's {@code poll.interval.ms}
 * @param linkSelector which links of a listing are articles; null for other types
 */
public record SourceConfig(SourceType type, URI url, Duration interval, String linkSelector) {}

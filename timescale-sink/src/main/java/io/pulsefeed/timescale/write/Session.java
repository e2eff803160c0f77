package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.mapping.TopicEncoder;
import io.pulsefeed.timescale.schema.Server;
import java.util.Map;

/**
 * The state that is valid for one connection only.
 *
 * @param encoders by topic, compiled for the current columns of its tables
 */
record Session(Server server, Map<String, TopicEncoder> encoders) {}

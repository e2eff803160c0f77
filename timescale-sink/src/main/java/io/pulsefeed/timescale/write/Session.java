package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.mapping.TopicEncoder;
import io.pulsefeed.timescale.schema.Server;
import java.util.Map;

/** What holds as long as one connection: the server, and encoders made for its tables as they are now. */
record Session(Server server, Map<String, TopicEncoder> encoders) {}

package io.pulsefeed.cli.audit;

import java.util.Locale;

/** Where an item was lost, doubled or altered, from the origin of the data to the table. */
enum Stage {
    EXCHANGE,
    SITE,
    NETWORK,
    SOURCE,
    TOPIC,
    TRANSFORM,
    SINK,
    DEAD_LETTER,
    TABLE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

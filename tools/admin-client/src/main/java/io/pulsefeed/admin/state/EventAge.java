package io.pulsefeed.admin.state;

import java.time.Instant;

/**
 * The last event of one pair, site or device that reached the database. Only those with an event in the last seven days are listed.
 *
 * @param name the pair, the website or the device id
 * @param table the table with the event
 * @param last event time
 */
public record EventAge(Kind kind, String name, String table, Instant last) {

    /** What the events come from. */
    public enum Kind {
        PAIR,
        SITE,
        DEVICE
    }
}

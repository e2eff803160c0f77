package io.pulsefeed.timescale.mapping;

import org.apache.kafka.common.config.ConfigException;

/** A mapping key that cannot be understood; says which, so that a form marks the right field. */
public final class MappingException extends ConfigException {

    private final String key;

    MappingException(String key, String message) {
        super(message);
        this.key = key;
    }

    public String key() {
        return key;
    }
}

package io.pulsefeed.timescale.mapping;

import org.apache.kafka.common.config.ConfigException;

/** An invalid mapping key. Carries the name of the key, so that a form can mark it. */
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

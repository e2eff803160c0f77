package io.pulsefeed.kraken.alert;

import java.math.BigDecimal;

/**
 * A price move beyond the threshold.
 *
 * @param change percent, signed, unrounded
 * @param threshold percent, above zero
 */
public record Alert(Type type, BigDecimal change, BigDecimal threshold) {

    /** Which way the price went; the texts are those of the record. */
    public enum Type {
        SPIKE("price_spike"),
        DROP("price_drop");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}

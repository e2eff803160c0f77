package io.pulsefeed.kraken.alert;

import java.math.BigDecimal;

/**
 * A price change of at least the threshold.
 *
 * @param change percent, signed, unrounded
 * @param threshold percent, above zero
 */
public record Alert(Type type, BigDecimal change, BigDecimal threshold) {

    /** The direction of the change. The texts are the values of the record field {@code type}. */
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

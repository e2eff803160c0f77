package io.pulsefeed.kraken.wire;

/**
 * A pair or an asset of Kraken's catalog.
 *
 * @param name in the spelling of {@link Pair#name}: {@code XBT/USD} or {@code XBT}
 * @param isTraded false for a pair that Kraken has removed, or not opened yet
 * @param json the element as Kraken sent it; empty if it is not valid JSON
 */
public record Instrument(Kind kind, String name, boolean isTraded, String json) {

    /** What an instrument is. */
    public enum Kind {
        PAIR("pair"),
        ASSET("asset");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** The name in the spelling of {@link Pair#commonName}. */
    public String commonName() {
        return kind == Kind.PAIR ? Pair.parse(name).commonName() : Pair.common(name);
    }
}

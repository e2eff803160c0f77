package io.pulsefeed.article.sentiment;

import java.nio.file.Path;

/** Makes the engine that {@code sentiment.engine} names. */
public final class SentimentEngines {

    private SentimentEngines() {}

    /**
     * @param name {@code vader}, or the name of a class that implements {@link SentimentEngine}
     * @param overlayPath replaces the built-in market vocabulary; null keeps it
     * @throws IllegalArgumentException when the engine cannot be had; the message says why
     */
    public static SentimentEngine create(String name, Path overlayPath) {
        if (name.equals("vader")) {
            return new VaderEngine(new Vader(Lexicon.reference()));
        }
        try {
            return Class.forName(name)
                    .asSubclass(SentimentEngine.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException("sentiment.engine: cannot load '" + name + "': " + e, e);
        }
    }
}

package io.pulsefeed.article.sentiment;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;

/** Makes the engine that {@code sentiment.engine} names. */
public final class SentimentEngines {

    /** As {@code sentiment.lexicon.overlay.path}: the general lexicon alone. */
    public static final String NO_OVERLAY = "none";

    private SentimentEngines() {}

    /**
     * @param name {@code vader}, or the name of a class that implements {@link SentimentEngine}
     * @param overlayPath replaces the built-in market vocabulary; null keeps it, {@code none} goes without
     * @throws IllegalArgumentException when the engine cannot be had; the message says why and what to change
     */
    public static SentimentEngine create(String name, Path overlayPath) {
        if (!name.equals("vader")) {
            return load(name, overlayPath);
        }
        if (overlayPath == null) {
            return new MarketEngine(MarketVocabulary.builtIn());
        }
        return overlayPath.toString().equals(NO_OVERLAY)
                ? new PlainVaderEngine(new Vader(Lexicon.reference()))
                : new MarketEngine(MarketVocabulary.of(overlayPath));
    }

    private static SentimentEngine load(String name, Path overlayPath) {
        try {
            Class<? extends SentimentEngine> engine = find(name).asSubclass(SentimentEngine.class);
            for (Constructor<?> constructor : engine.getConstructors()) {
                if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Path.class) {
                    return engine.cast(constructor.newInstance(overlayPath));
                }
            }
            return engine.getConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            throw failure(name, "no such class", "put its jar beside the plugin's, or use 'vader'", e);
        } catch (ClassCastException e) {
            throw failure(
                    name, "it is no " + SentimentEngine.class.getName(), "implement that interface, or use 'vader'", e);
        } catch (InvocationTargetException e) {
            throw failure(name, "its constructor failed with " + e.getCause(), "see what it asks for", e);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw failure(
                    name,
                    e.toString(),
                    "give it a public constructor without arguments or with one java.nio.file.Path",
                    e);
        }
    }

    private static Class<?> find(String name) throws ClassNotFoundException {
        return Class.forName(name, true, SentimentEngines.class.getClassLoader());
    }

    private static IllegalArgumentException failure(String name, String why, String change, Throwable cause) {
        return new IllegalArgumentException(
                "sentiment.engine: cannot make an engine of '" + name + "': " + why + "; " + change + ".", cause);
    }
}

package io.pulsefeed.article.sentiment;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Map;

/** Makes the engine that {@code sentiment.engine} names. */
public final class SentimentEngines {

    /** As {@code sentiment.lexicon.overlay.path}: the general lexicon alone. */
    public static final String NO_OVERLAY = "none";

    /** The short name of the engine that runs a model of one's own; it is packed apart, for its size. */
    public static final String ONNX = "onnx";

    private static final String ONNX_CLASS = "io.pulsefeed.article.onnx.OnnxEngine";

    private SentimentEngines() {}

    /**
     * @param name {@code vader}, {@code onnx}, or the name of a class that implements {@link SentimentEngine}
     * @param overlayPath replaces the built-in market vocabulary; null keeps it, {@code none} goes without
     * @param settings the keys that begin with {@code sentiment.}, for engines that take them
     * @throws IllegalArgumentException when the engine cannot be had; the message says why and what to change
     */
    public static SentimentEngine create(String name, Path overlayPath, Map<String, String> settings) {
        if (!name.equals("vader")) {
            return load(name, overlayPath, settings);
        }
        if (overlayPath == null) {
            return new MarketEngine(MarketVocabulary.builtIn());
        }
        return overlayPath.toString().equals(NO_OVERLAY)
                ? new PlainVaderEngine(new Vader(Lexicon.reference()))
                : new MarketEngine(MarketVocabulary.of(overlayPath));
    }

    private static SentimentEngine load(String name, Path overlayPath, Map<String, String> settings) {
        try {
            Class<? extends SentimentEngine> engine =
                    find(name.equals(ONNX) ? ONNX_CLASS : name).asSubclass(SentimentEngine.class);
            for (Constructor<?> constructor : engine.getConstructors()) {
                Class<?>[] takes = constructor.getParameterTypes();
                if (takes.length == 1 && (takes[0] == Map.class || takes[0] == Path.class)) {
                    return engine.cast(constructor.newInstance(takes[0] == Map.class ? settings : overlayPath));
                }
            }
            return engine.getConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            throw name.equals(ONNX)
                    ? failure(
                            name,
                            "it is not part of this plugin",
                            "unpack pulsefeed-article-onnx-*.zip into the same folder of plugin.path (it adds two jars to"
                                    + " lib) and restart the worker, or use 'vader'",
                            e)
                    : failure(name, "no such class", "put its jar beside the plugin's, or use 'vader'", e);
        } catch (ClassCastException e) {
            throw failure(
                    name, "it is no " + SentimentEngine.class.getName(), "implement that interface, or use 'vader'", e);
        } catch (InvocationTargetException e) {
            throw refusal(name, e);
        } catch (LinkageError e) {
            throw failure(
                    name,
                    e.toString(),
                    "put the jars that it needs beside the plugin's (onnx needs onnxruntime-*.jar) and restart the worker",
                    e);
        } catch (ReflectiveOperationException e) {
            throw failure(
                    name,
                    e.toString(),
                    "give it a public constructor without arguments, with one java.nio.file.Path, or with one java.util.Map",
                    e);
        }
    }

    /** What an engine says of its own settings names the key already. */
    private static IllegalArgumentException refusal(String name, InvocationTargetException e) {
        return e.getCause() instanceof IllegalArgumentException own
                ? own
                : failure(name, "its constructor failed with " + e.getCause(), "see what it asks for", e);
    }

    private static Class<?> find(String name) throws ClassNotFoundException {
        return Class.forName(name, true, SentimentEngines.class.getClassLoader());
    }

    private static IllegalArgumentException failure(String name, String why, String change, Throwable cause) {
        return new IllegalArgumentException(
                "sentiment.engine: cannot make an engine of '" + name + "': " + why + "; " + change + ".", cause);
    }
}

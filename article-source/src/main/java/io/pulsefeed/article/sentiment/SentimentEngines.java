package io.pulsefeed.article.sentiment;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates the engine of {@code sentiment.engine}. */
public final class SentimentEngines {

    /** Value of {@code sentiment.lexicon.overlay.path} that disables the market vocabulary. */
    public static final String NO_OVERLAY = "none";

    /** Short name of the engine that runs an ONNX model. It is a separate package because of its size. */
    public static final String ONNX = "onnx";

    private static final String ONNX_CLASS = "io.pulsefeed.article.onnx.OnnxEngine";

    private SentimentEngines() {}

    /**
     * Creates an engine.
     *
     * @param name {@code vader}, {@code onnx}, or the name of a class that implements {@link SentimentEngine}
     * @param overlayPath file that replaces the built-in market vocabulary, or {@link #NO_OVERLAY}
     * @param settings the properties with the prefix {@code sentiment.}
     * @throws IllegalArgumentException if the engine cannot be created; the message contains the reason and the fix
     */
    public static SentimentEngine create(String name, @Nullable Path overlayPath, Map<String, String> settings) {
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

    private static SentimentEngine load(String name, @Nullable Path overlayPath, Map<String, String> settings) {
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
                            "it is not installed",
                            "unpack pulsefeed-article-onnx-*.zip into the same plugin.path folder (it adds two jars to lib)"
                                    + " and restart the worker, or use 'vader'",
                            e)
                    : failure(name, "class not found", "put its jar next to the jars of the plugin, or use 'vader'", e);
        } catch (ClassCastException e) {
            throw failure(
                    name,
                    "it is not a " + SentimentEngine.class.getName(),
                    "implement that interface, or use 'vader'",
                    e);
        } catch (InvocationTargetException e) {
            throw constructorFailure(name, e);
        } catch (LinkageError e) {
            throw failure(
                    name,
                    e.toString(),
                    "put its dependencies next to the jars of the plugin (onnx requires onnxruntime-*.jar) and restart the worker",
                    e);
        } catch (ReflectiveOperationException e) {
            throw failure(
                    name,
                    e.toString(),
                    "add a public constructor without arguments, with one java.nio.file.Path, or with one java.util.Map",
                    e);
        }
    }

    /** An IllegalArgumentException of the engine already names the invalid key. */
    private static IllegalArgumentException constructorFailure(String name, InvocationTargetException e) {
        return e.getCause() instanceof IllegalArgumentException cause
                ? cause
                : failure(name, "its constructor failed with " + e.getCause(), "check its configuration", e);
    }

    private static Class<?> find(String name) throws ClassNotFoundException {
        return Class.forName(name, true, SentimentEngines.class.getClassLoader());
    }

    private static IllegalArgumentException failure(String name, String why, String change, Throwable cause) {
        return new IllegalArgumentException(
                "sentiment.engine: could not create engine '" + name + "': " + why + "; " + change + ".", cause);
    }
}

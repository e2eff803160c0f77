package io.pulsefeed.stack;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One of the stack's three programs behind a class loader of its own: none sees a class of the others. It is called
 * through static methods of its entry class, {@code start(Map, Consumer)} and {@code stop()} among them; only types of
 * the JDK cross.
 */
final class Side {

    private final String name;
    private final Class<?> entry;
    private final ClassLoader loader;

    private Side(String name, Class<?> entry, ClassLoader loader) {
        this.name = name;
        this.entry = entry;
        this.loader = loader;
    }

    /** The loader stays open as long as the process lives: everything that runs came through it. */
    static Side open(String name, Path layout, String entryClass) {
        Path folder = layout.resolve(name);
        try (Stream<Path> files = Files.list(folder)) {
            List<URL> classPath = new ArrayList<>();
            classPath.add(folder.toUri().toURL());
            for (Path jar :
                    files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
                classPath.add(jar.toUri().toURL());
            }
            Loader loader = new Loader(name, classPath.toArray(URL[]::new));
            return new Side(name, Class.forName(entryClass, true, loader), loader);
        } catch (IOException | ClassNotFoundException e) {
            throw new StackException(
                    "The stack's jars under " + folder
                            + " are missing or incomplete. Build them with: mvn -DskipTests package",
                    e);
        }
    }

    /** @param fatal called with a reason when the side gives up later, on a thread of its own */
    void start(Map<String, String> settings, Consumer<String> fatal) {
        call("start", new Class<?>[] {Map.class, Consumer.class}, settings, fatal);
    }

    void stop() {
        call("stop", new Class<?>[0]);
    }

    /** What the static method {@code name} of the entry class answers. */
    Object ask(String name) {
        return call(name, new Class<?>[0]);
    }

    private Object call(String method, Class<?>[] types, Object... arguments) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return entry.getMethod(method, types).invoke(null, arguments);
        } catch (InvocationTargetException e) {
            throw translated(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The " + name + " side has no " + method, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Its StackException is another class than ours, since another loader defined it. */
    private StackException translated(Throwable cause) {
        if (cause.getClass().getName().equals(StackException.class.getName())) {
            return new StackException(cause.getMessage(), cause);
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new StackException(
                "The " + name + " could not start: " + root.getClass().getSimpleName() + ": " + root.getMessage() + ".",
                cause);
    }

    /**
     * The parent is the application loader, as in a stock worker, and not the platform loader: a part of the JDK lives
     * in it (the random generators, for one), which plugins may use. Nothing else does, since the launcher's class path
     * is this module's jar alone, and of that each side takes its own copy.
     */
    private static final class Loader extends URLClassLoader {

        static {
            registerAsParallelCapable();
        }

        private static final String OWN = StackMain.class.getPackageName() + ".";

        Loader(String name, URL[] classPath) {
            super(name, classPath, ClassLoader.getSystemClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(OWN)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}

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
 * One of the three programs of the stack (database, broker, worker) in its own class loader: none sees a class of the others. The stack
 * calls static methods of its entry class, such as {@code start(Map, Consumer)} and {@code stop()}, with JDK types only.
 */
final class StackComponent {

    private final String name;
    private final Class<?> entry;
    private final ClassLoader loader;

    private StackComponent(String name, Class<?> entry, ClassLoader loader) {
        this.name = name;
        this.entry = entry;
        this.loader = loader;
    }

    /** The class loader stays open until the process exits. */
    static StackComponent open(String name, Path layout, String entryClass) {
        Path folder = layout.resolve(name);
        try (Stream<Path> files = Files.list(folder)) {
            List<URL> classPath = new ArrayList<>();
            classPath.add(folder.toUri().toURL());
            for (Path jar :
                    files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
                classPath.add(jar.toUri().toURL());
            }
            Loader loader = new Loader(name, classPath.toArray(URL[]::new));
            return new StackComponent(name, Class.forName(entryClass, true, loader), loader);
        } catch (IOException | ClassNotFoundException e) {
            throw new StackException(
                    "The jars of the stack in " + folder
                            + " are missing or incomplete. Build them with: mvn -DskipTests package",
                    e);
        }
    }

    /** @param onFatalError called with the reason if the component fails after its start, on one of its own threads */
    void start(Map<String, String> settings, Consumer<String> onFatalError) {
        call("start", new Class<?>[] {Map.class, Consumer.class}, settings, onFatalError);
    }

    void stop() {
        call("stop", new Class<?>[0]);
    }

    /** Result of the static method {@code name} of the entry class. */
    Object invoke(String name) {
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
            throw new IllegalStateException(entry + " has no method " + method, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** The component's StackException is a different class, because another class loader defined it. */
    private StackException translated(Throwable cause) {
        if (cause.getClass().getName().equals(StackException.class.getName())) {
            return new StackException(cause.getMessage(), cause);
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new StackException("The " + name + " could not start: " + Home.reason(root) + ".", cause);
    }

    /**
     * The parent is the application class loader, as in a stock worker, not the platform class loader: parts of the JDK that plugins
     * may use are only visible there (for example the random generators). The launcher's class path holds nothing else but the jar of
     * this module, of which each component loads its own copy.
     */
    private static final class Loader extends URLClassLoader {

        static {
            registerAsParallelCapable();
        }

        private static final String STACK_PACKAGE = StackMain.class.getPackageName() + ".";

        Loader(String name, URL[] classPath) {
            super(name, classPath, ClassLoader.getSystemClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(STACK_PACKAGE)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}

package io.pulsefeed.stack;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The stack's process. Its standard output is for its parent alone, one event a line: {@code phase <name> <seconds>},
 * {@code ready <seconds>}, {@code detail <stack trace line>}, {@code error <sentence>}. It ends when its standard input ends, so a parent
 * that dies takes it along.
 */
public final class StackMain {

    private StackMain() {}

    public static void main(String[] arguments) throws IOException {
        ignoreInterrupt();
        PrintStream events = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // Whatever a library prints must not mix with the events.
        System.setOut(System.err);
        StackProcess stack = new StackProcess(StackSettings.read(Path.of(arguments[0])), events);
        Runtime.getRuntime().addShutdownHook(new Thread(stack::stop, "stack-shutdown"));
        Thread watcher = new Thread(StackMain::exitWithParent, "stack-parent-watch");
        watcher.setDaemon(true);
        watcher.start();
        try {
            stack.start();
        } catch (StackException e) {
            fail(events, e, e.getMessage());
        } catch (RuntimeException | IOException e) {
            fail(events, e, "The stack could not start: " + e + ".");
        }
    }

    private static void fail(PrintStream events, Exception cause, String sentence) {
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace, true));
        trace.toString().lines().forEach(line -> events.println("detail " + line));
        events.println("error " + sentence);
        System.exit(1);
    }

    private static void exitWithParent() {
        try {
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            // a broken pipe says the same as its end
        }
        System.exit(0);
    }

    /**
     * Ctrl-C reaches every process of the terminal. The parent decides what it means; if this process went down at once,
     * the parent could not stop the connectors and take the final counts first. Reflection, since the class is not part
     * of the documented platform.
     */
    private static void ignoreInterrupt() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object interrupt = signal.getConstructor(String.class).newInstance("INT");
            signal.getMethod("handle", signal, handler)
                    .invoke(null, interrupt, handler.getField("SIG_IGN").get(null));
        } catch (ReflectiveOperationException | RuntimeException e) {
            // on a JVM without it, Ctrl-C ends parent and stack together
        }
    }
}

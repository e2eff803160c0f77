package io.pulsefeed.stack;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Main class of the child process. It writes one event per line to standard output: {@code phase <name> <seconds>},
 * {@code end <partition> <offset>}, {@code ready <seconds>}, {@code detail <stack trace line>}, {@code error <message>}. It exits at the
 * end of its standard input, and therefore with its parent.
 */
public final class StackMain {

    private StackMain() {}

    public static void main(String[] arguments) throws IOException {
        ignore("INT");
        ignore("TERM");
        PrintStream events = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // Libraries that print to standard output must not interfere with the events.
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
            fail(events, e, "The stack could not start: " + Home.reason(e) + ".");
        }
    }

    private static void fail(PrintStream events, Exception cause, String message) {
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace, true));
        trace.toString().lines().forEach(line -> events.println("detail " + line));
        events.println("error " + message);
        System.exit(1);
    }

    private static void exitWithParent() {
        try {
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A broken pipe means the same as the end of the input.
        }
        System.exit(0);
    }

    /**
     * Ignores a signal that a terminal or a supervisor sends to every process of the group: the parent stops the senders and takes the
     * final counts before it stops this process. Uses reflection because {@code sun.misc.Signal} is not a documented API.
     */
    private static void ignore(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ignored = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, ignored, handler.getField("SIG_IGN").get(null));
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Without this class, a signal to the process group stops parent and stack at the same time.
        }
    }
}

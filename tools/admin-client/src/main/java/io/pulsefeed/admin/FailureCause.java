package io.pulsefeed.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The cause of a failed task, read from the stack trace that a worker reports.
 *
 * <p>The first exception of a trace often says only that the task ends. The cause is the first exception that says more, followed
 * by the message of the innermost exception if that adds something:
 *
 * <pre>
 * org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error handler         skipped
 * Caused by: org.apache.kafka.connect.errors.DataException: Converting byte[] failed:           the cause
 * Caused by: org.apache.kafka.common.errors.SerializationException: java.io.EOFException: end   repeats the next
 * Caused by: java.io.EOFException: end                                                          innermost
 *
 * DataException: Converting byte[] failed: end
 * </pre>
 */
public final class FailureCause {

    private static final String CAUSED_BY = "Caused by: ";
    private static final String FULL_DISK = "No space left on device";

    /** What a broker does not send to clients. */
    static final String STORAGE =
            "the broker cannot write to its disk, which is full (No space left on device) or has failed";

    /** Starts of messages with which a worker wraps the exception of a plugin, a converter or a client. */
    private static final Set<String> WRAPPERS = Set.of(
            "Exiting WorkerSinkTask due to unrecoverable exception",
            "Tolerance exceeded in error handler",
            "Unrecoverable exception from producer send callback",
            "Unrecoverable exception while trying to",
            "Failed to start task",
            "Task threw an uncaught and unrecoverable exception");

    /**
     * One exception of the chain.
     *
     * @param message one line; empty if the exception has none
     */
    private record Link(String className, String message) {

        static Link of(String text) {
            int colon = text.indexOf(": ");
            boolean hasMessage = colon > 0 && text.substring(0, colon).matches("[\\w.$]+");
            return hasMessage
                    ? new Link(
                            text.substring(0, colon), text.substring(colon + 2).strip())
                    : new Link(text.strip().replaceAll(":$", ""), "");
        }

        /** Whether the message is the text of the next exception, as for an exception that is created without a message. */
        boolean repeats(Link next) {
            return message.startsWith(next.className);
        }

        boolean isWrapper() {
            return message.isEmpty() || WRAPPERS.stream().anyMatch(message::startsWith);
        }

        @Override
        public String toString() {
            String simpleName =
                    className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
            return message.isEmpty() ? simpleName : simpleName + ": " + message;
        }
    }

    private FailureCause() {}

    /**
     * The cause on one line: simple class name and message.
     *
     * @param trace a stack trace; if it is empty, so is the cause
     */
    public static String of(String trace) {
        List<Link> chain = chain(trace);
        String cause = cause(chain);
        boolean isNamed = cause.isEmpty() || cause.contains(FULL_DISK);
        return isNamed
                ? cause
                : chain.stream()
                        .map(FailureCause::ofFullDisk)
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .map(text -> cause.replaceAll("[\\s.]+$", "") + ": " + text)
                        .orElse(cause);
    }

    /** The part of a message that names a full disk; empty if there is none. */
    private static String ofFullDisk(Link link) {
        if (link.message.contains(FULL_DISK)) {
            return link.message;
        }
        return link.className.endsWith("KafkaStorageException") ? STORAGE : "";
    }

    private static String cause(List<Link> chain) {
        for (int i = 0; i < chain.size(); i++) {
            boolean isLast = i == chain.size() - 1;
            Link link = chain.get(i);
            if (isLast || !link.isWrapper() && !link.repeats(chain.get(i + 1))) {
                return withInnermost(link, chain.get(chain.size() - 1));
            }
        }
        return "";
    }

    private static String withInnermost(Link cause, Link innermost) {
        String text = cause.toString();
        if (innermost.message.isEmpty() || text.contains(innermost.message)) {
            return text;
        }
        return text.replaceAll("[\\s.:]+$", "") + ": " + innermost.message;
    }

    private static List<Link> chain(String trace) {
        List<Link> chain = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        boolean isMessage = true;
        for (String line : trace.lines().toList()) {
            if (line.startsWith(CAUSED_BY)) {
                add(text, chain);
                text.append(line, CAUSED_BY.length(), line.length());
                isMessage = true;
            } else if (line.startsWith("\t")) {
                isMessage = false;
            } else if (isMessage && !line.startsWith(" at [Source: ")) {
                text.append(' ').append(line.strip());
            }
        }
        add(text, chain);
        return chain;
    }

    private static void add(StringBuilder text, List<Link> chain) {
        if (!text.toString().isBlank()) {
            chain.add(Link.of(text.toString().strip()));
        }
        text.setLength(0);
    }
}

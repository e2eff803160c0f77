package io.pulsefeed.admin;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Describes failures of files and sockets to users, without class names of exceptions. */
public final class IoErrors {

    /** Exceptions of {@code java.nio.file} whose message is only the path. */
    private static final Map<Class<? extends FileSystemException>, String> FILES = Map.of(
            AccessDeniedException.class, "permission denied",
            NoSuchFileException.class, "no such file or directory",
            NotDirectoryException.class, "not a directory",
            DirectoryNotEmptyException.class, "the directory is not empty",
            FileAlreadyExistsException.class, "the file exists");

    /** Exceptions without a message, or with one that is only a name; subclasses first. */
    private static final Map<Class<? extends Exception>, String> REASONS = new LinkedHashMap<>();

    static {
        REASONS.put(UnknownHostException.class, "unknown host");
        REASONS.put(UnresolvedAddressException.class, "unknown host");
        REASONS.put(NoRouteToHostException.class, "no route to host");
        REASONS.put(ConnectException.class, "connection refused");
        REASONS.put(SocketTimeoutException.class, "no response in time");
        REASONS.put(HttpTimeoutException.class, "no response in time");
        REASONS.put(InterruptedIOException.class, "interrupted");
        REASONS.put(ClosedChannelException.class, "the connection was closed");
        REASONS.put(EOFException.class, "unexpected end of data");
        REASONS.put(CharacterCodingException.class, "the text is not valid UTF-8");
    }

    /** Jackson's description of another position, which names a source that it does not show. */
    private static final Pattern SOURCE = Pattern.compile(" \\([^()]*\\[Source: .*?]\\)");

    /** The name of an exception class in a message that starts with that of its cause. */
    private static final Pattern CLASS_NAME = Pattern.compile("\\b(?:[a-z]\\w*\\.)+\\w*(?:Exception|Error)(?:: |$)");

    /** The end of the name of an exception class. */
    private static final Pattern SUFFIX = Pattern.compile("(Exception|Error)$");

    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private IoErrors() {}

    /** What failed; for broken JSON text with line and column. */
    public static String describe(Throwable failure) {
        if (failure instanceof JacksonException json) {
            JsonLocation location = json.getLocation();
            return SOURCE.matcher(json.getOriginalMessage()).replaceAll("")
                    + (location == null
                            ? ""
                            : " in line " + location.getLineNr() + ", column " + location.getColumnNr());
        }
        if (failure instanceof FileSystemException file && FILES.containsKey(file.getClass())) {
            return file.getFile() + ": " + FILES.get(file.getClass());
        }
        boolean isNumber = failure instanceof CharacterCodingException;
        String message = failure.getMessage() == null || isNumber
                ? ""
                : CLASS_NAME.matcher(failure.getMessage()).replaceAll("");
        if (message.contains(" ")) {
            return failure instanceof SSLException && !message.contains("SSL") ? "SSL: " + message : message;
        }
        if (message.isEmpty() && !isNumber && failure.getCause() != null && !isConnectFailure(failure)) {
            return describe(failure.getCause());
        }
        return message.isEmpty() ? reason(failure) : reason(failure) + ": " + message;
    }

    /** The HTTP client of the JDK reports a refused connection without a message, with the closed channel as its cause. */
    private static boolean isConnectFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return false;
            }
        }
        return failure instanceof ConnectException;
    }

    private static String reason(Throwable failure) {
        return REASONS.entrySet().stream()
                .filter(known -> known.getKey().isInstance(failure))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> words(failure.getClass()));
    }

    /** The name of an exception class as words: {@code not leader or follower} for {@code NotLeaderOrFollowerException}. */
    static String words(Class<?> type) {
        String name = SUFFIX.matcher(type.getSimpleName()).replaceFirst("");
        return name.isEmpty() || name.equals("IO")
                ? "input or output failed"
                : WORD_START.matcher(name).replaceAll(" ").toLowerCase(Locale.ROOT);
    }

    /** The I/O failure among the causes; null if there is none. */
    public static @Nullable IOException causeOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException io) {
                return io;
            }
        }
        return null;
    }
}

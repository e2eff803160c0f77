package io.pulsefeed.cli.output;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Describes failures of files and sockets to users. */
public final class IoErrors {

    /** Exceptions of {@code java.nio.file} whose message is only the path. */
    private static final Map<Class<? extends FileSystemException>, String> REASONS = Map.of(
            AccessDeniedException.class, "permission denied",
            NoSuchFileException.class, "no such file or directory",
            NotDirectoryException.class, "not a directory",
            FileAlreadyExistsException.class, "the file exists");

    /** Jackson's description of another position, which names a source that it does not show. */
    private static final Pattern SOURCE = Pattern.compile(" \\([^()]*\\[Source: .*?]\\)");

    private IoErrors() {}

    /** What failed, without the class name of the exception; a broken JSON text with line and column. */
    public static String describe(Exception failure) {
        if (failure instanceof JacksonException json) {
            JsonLocation location = json.getLocation();
            return SOURCE.matcher(json.getOriginalMessage()).replaceAll("")
                    + (location == null
                            ? ""
                            : " in line " + location.getLineNr() + ", column " + location.getColumnNr());
        }
        if (failure instanceof FileSystemException file && REASONS.containsKey(file.getClass())) {
            return file.getFile() + ": " + REASONS.get(file.getClass());
        }
        boolean hasSentence =
                failure.getMessage() != null && failure.getMessage().contains(" ");
        return hasSentence ? failure.getMessage() : failure.toString();
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

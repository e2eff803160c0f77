package io.pulsefeed.stack;

import java.io.IOException;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Home directory of a stack: data, unpacked plugins, logs, cluster id and database password. */
record Home(Path folder) {

    private static final int PASSWORD_LENGTH = 32;
    private static final String PASSWORD_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    Path logs() {
        return folder.resolve("logs");
    }

    Path plugins() {
        return folder.resolve("plugins");
    }

    Path kafka() {
        return folder.resolve("kafka");
    }

    Path connect() {
        return folder.resolve("connect");
    }

    Path postgres() {
        return folder.resolve("postgres");
    }

    Path postgresData() {
        return postgres().resolve("data");
    }

    Path settingsFile() {
        return folder.resolve("stack.properties");
    }

    Path passwordFile() {
        return folder.resolve("database.password");
    }

    private Path clusterIdFile() {
        return folder.resolve("cluster.id");
    }

    void create() {
        try {
            for (Path each : new Path[] {folder, logs(), plugins(), kafka(), connect(), postgres()}) {
                Files.createDirectories(each);
            }
            Files.deleteIfExists(Files.createTempFile(folder, "writable", null));
        } catch (IOException e) {
            throw new StackException(
                    "The home directory " + folder + " is not writable (" + reason(e)
                            + "). Make it writable for this user, or choose another one with --home.",
                    e);
        }
    }

    /** The database password: generated once, stored in a file that only its owner can read. */
    String password() {
        try {
            if (Files.notExists(passwordFile())) {
                if (Files.exists(postgresData().resolve("PG_VERSION"))) {
                    throw new StackException("The database in " + postgresData() + " exists, but its password file "
                            + passwordFile() + " is missing. Restore the file, or choose another home with --home.");
                }
                writeSecret(passwordFile(), randomPassword());
            }
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw new StackException(
                    "The password file " + passwordFile() + " cannot be read or written (" + reason(e)
                            + "). Change its permissions, or choose another home with --home.",
                    e);
        }
    }

    private static void writeSecret(Path file, String secret) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, secret + "\n");
    }

    private static String randomPassword() {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder(PASSWORD_LENGTH);
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            password.append(PASSWORD_LETTERS.charAt(random.nextInt(PASSWORD_LETTERS.length())));
        }
        return password.toString();
    }

    /** The cluster id, generated once. The broker does not start if it differs from that of the data; this reports the difference first. */
    String clusterId() throws IOException {
        String ofData = clusterIdOfData();
        if (Files.notExists(clusterIdFile())) {
            Files.writeString(clusterIdFile(), (ofData == null ? randomClusterId() : ofData) + "\n");
        }
        String stored = Files.readString(clusterIdFile()).strip();
        if (ofData != null && !ofData.equals(stored)) {
            throw new StackException("The cluster id " + stored + " in " + clusterIdFile()
                    + " differs from that of the data in " + kafka() + " (" + ofData + "). Write " + ofData
                    + " into that file, or choose another home with --home.");
        }
        return stored;
    }

    private @Nullable String clusterIdOfData() throws IOException {
        Path file = kafka().resolve("data").resolve("meta.properties");
        if (Files.notExists(file)) {
            return null;
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return properties.getProperty("cluster.id");
    }

    /** The 16 bytes of a UUID in URL-safe Base64, as Kafka writes ids. A leading dash would be parsed as an option. */
    private static String randomClusterId() {
        String id;
        do {
            UUID uuid = UUID.randomUUID();
            byte[] bytes = java.nio.ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array();
            id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        } while (id.startsWith("-"));
        return id;
    }

    /** Prevents a second stack in this home. The operating system releases the lock when the process exits. */
    FileLock lock() throws IOException {
        Path file = folder.resolve("stack.lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this process, which is treated like a lock of another process.
        }
        if (lock == null) {
            channel.close();
            throw new StackException("Another stack is running in the home directory " + folder
                    + ". Stop it first, or choose another home with --home.");
        }
        return lock;
    }

    /** Why something failed, without the class name of the exception: {@code access denied: /data}. */
    static String reason(Throwable failure) {
        String message = failure.getMessage();
        if (message != null && message.contains(" ")) {
            return message;
        }
        String words = failure.getClass()
                .getSimpleName()
                .replaceAll("Exception$|Error$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
        return message == null ? words : words + ": " + message;
    }
}

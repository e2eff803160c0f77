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
import java.util.Properties;
import java.util.UUID;

/** The one folder in which a stack keeps everything: data, unpacked plugins, logs, its cluster id and its password. */
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
                    "The home folder " + folder + " cannot be written (" + reason(e)
                            + "). Make it writable for this user, or choose another one with --home.",
                    e);
        }
    }

    /** The database password: made at random once, kept in a file that only its owner can read. */
    String password() {
        try {
            if (Files.notExists(passwordFile())) {
                if (Files.exists(postgresData().resolve("PG_VERSION"))) {
                    throw new StackException("The database in " + postgresData() + " exists, but its password file "
                            + passwordFile() + " is gone. Put the file back, or choose another home with --home.");
                }
                writeSecret(passwordFile(), randomPassword());
            }
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw new StackException(
                    "The password file " + passwordFile() + " cannot be used (" + reason(e)
                            + "). Make it readable for this user, or choose another home with --home.",
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

    /** The cluster id: made once. A new id against old data is refused by the broker, so a mismatch is named here first. */
    String clusterId() throws IOException {
        String ofData = clusterIdOfData();
        if (Files.notExists(clusterIdFile())) {
            Files.writeString(clusterIdFile(), (ofData == null ? randomClusterId() : ofData) + "\n");
        }
        String kept = Files.readString(clusterIdFile()).strip();
        if (ofData != null && !ofData.equals(kept)) {
            throw new StackException("The cluster id " + kept + " in " + clusterIdFile()
                    + " is not the one of the data in " + kafka() + " (" + ofData + "). Write " + ofData
                    + " into that file, or choose another home with --home.");
        }
        return kept;
    }

    private String clusterIdOfData() throws IOException {
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

    /** Kafka's form of an id: the 16 bytes of a UUID in URL-safe base 64. A leading dash would read as an option. */
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

    /** Keeps a second stack away from this home; the system gives the lock back when the process ends, however it ends. */
    FileLock lock() throws IOException {
        Path file = folder.resolve("stack.lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // held by this very process: the same answer as held by another
        }
        if (lock == null) {
            channel.close();
            throw new StackException("Another stack is running on the home folder " + folder
                    + ". Stop it first, or choose another home with --home.");
        }
        return lock;
    }

    static String reason(IOException e) {
        String name = e.getClass().getSimpleName().replace("Exception", "");
        return e.getMessage() == null ? name : name + ": " + e.getMessage();
    }
}

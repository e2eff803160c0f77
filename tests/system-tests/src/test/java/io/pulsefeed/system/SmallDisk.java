package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The newest chunk of a table on a file system that has almost no space left. {@link #close} moves it back. */
final class SmallDisk implements AutoCloseable {

    private static final int FREE_BYTES = 64 << 10;

    private final Tables tables;
    private final Path folder;
    private final String name;
    private final String chunk;

    private SmallDisk(Tables tables, Path folder, String chunk) {
        this.tables = tables;
        this.folder = folder;
        this.name = folder.getFileName().toString();
        this.chunk = chunk;
    }

    /** Whether this user may mount a file system. */
    static boolean isSupported(Path folder) throws IOException {
        Path probe = Files.createDirectory(folder.resolve("probe"));
        boolean isMounted = mount(probe, FREE_BYTES);
        if (isMounted) {
            unmount(probe);
        }
        return isMounted;
    }

    /**
     * Moves the chunk with the latest rows.
     *
     * @param folder to create; its name becomes the tablespace
     */
    static SmallDisk move(Tables tables, String table, Path folder) throws IOException {
        List<String> latest = tables.rows("SELECT tableoid::regclass, pg_relation_size(tableoid) FROM " + table
                        + " ORDER BY timestamp DESC LIMIT 1")
                .get(0);
        Files.createDirectory(folder);
        assertThat(mount(folder, Long.parseLong(latest.get(1)) + FREE_BYTES)).isTrue();
        SmallDisk disk = new SmallDisk(tables, folder, latest.get(0));
        tables.execute("CREATE TABLESPACE " + disk.name + " LOCATION '" + folder + "'");
        tables.execute("ALTER TABLE " + disk.chunk + " SET TABLESPACE " + disk.name);
        return disk;
    }

    @Override
    public void close() {
        tables.execute("ALTER TABLE " + chunk + " SET TABLESPACE pg_default");
        tables.execute("DROP TABLESPACE " + name);
        unmount(folder);
    }

    private static boolean mount(Path folder, long bytes) {
        return run("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + bytes, "tmpfs", folder.toString());
    }

    private static void unmount(Path folder) {
        run("umount", "--lazy", folder.toString());
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

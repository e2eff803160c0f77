package io.pulsefeed.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {

    @TempDir
    private Path folder;

    private Home home;

    @BeforeEach
    void create() {
        home = new Home(folder.resolve("home"));
        home.create();
    }

    @Test
    void generatesTheClusterIdOnce() throws IOException {
        String id = home.clusterId();

        assertThat(id).hasSize(22).doesNotStartWith("-");
        assertThat(home.clusterId()).isEqualTo(id);
    }

    @Test
    void restoresAMissingClusterIdFileFromTheData() throws IOException {
        dataOfCluster("abcdefghijklmnopqrstuv");

        assertThat(home.clusterId()).isEqualTo("abcdefghijklmnopqrstuv");
    }

    @Test
    void reportsAClusterIdThatDiffersFromTheData() throws IOException {
        String id = home.clusterId();
        dataOfCluster("abcdefghijklmnopqrstuv");

        assertThatThrownBy(home::clusterId)
                .isInstanceOf(StackException.class)
                .hasMessageContaining(id)
                .hasMessageContaining("Write abcdefghijklmnopqrstuv into that file")
                .hasMessageContaining("--home");
    }

    private void dataOfCluster(String id) throws IOException {
        Files.createDirectories(home.kafka().resolve("data"));
        Files.writeString(home.kafka().resolve("data/meta.properties"), "version=1\ncluster.id=" + id + "\n");
    }

    @Test
    void generatesThePasswordOnce() {
        String password = home.password();

        assertThat(password).matches("\\w{32}");
        assertThat(home.password()).isEqualTo(password);
        assertThat(new Home(folder).password()).isNotEqualTo(password);
    }

    @Test
    void rejectsAnExistingDatabaseWithoutItsPasswordFile() throws IOException {
        Files.createDirectories(home.postgresData());
        Files.writeString(home.postgresData().resolve("PG_VERSION"), "18");

        assertThatThrownBy(home::password).isInstanceOf(StackException.class).hasMessageContaining("Restore the file");
    }

    @Test
    void allowsOneStackAtATime() throws IOException {
        FileLock lock = home.lock();

        assertThatThrownBy(home::lock)
                .isInstanceOf(StackException.class)
                .hasMessageContaining("Another stack is running");

        lock.channel().close();
        home.lock().channel().close();
    }

    @Test
    void reportsAHomeThatIsNotWritable() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> new Home(file.resolve("home")).create())
                .isInstanceOf(StackException.class)
                .hasMessageContaining("is not writable")
                .hasMessageContaining("--home");
    }
}

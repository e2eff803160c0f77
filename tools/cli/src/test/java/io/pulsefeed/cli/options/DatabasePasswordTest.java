package io.pulsefeed.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.cli.EnvFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabasePasswordTest {

    private static final String LOCAL = "jdbc:postgresql://localhost:15432/pulsefeed";

    @TempDir
    private Path folder;

    private Path file(String name, String password) throws IOException {
        return Files.writeString(folder.resolve(name), password + "\n");
    }

    @Test
    void takesTheFirstThatIsSet() throws IOException {
        Optional<Path> secret = Optional.of(file("secret", "of-file"));
        Path demo = file("demo", "of-demo");
        EnvFile compose = EnvFile.of(Map.of("POSTGRES_PASSWORD", "of-compose"), Map.of());
        EnvFile variable = EnvFile.of(Map.of(), Map.of("PULSEFEED_DB_PASSWORD", "of-variable"));
        EnvFile nothing = EnvFile.of(Map.of(), Map.of());

        assertThat(new DatabasePassword(variable, secret, demo).find(LOCAL)).contains("of-variable");
        assertThat(new DatabasePassword(compose, secret, demo).find(LOCAL)).contains("of-file");
        assertThat(new DatabasePassword(compose, Optional.empty(), demo).find(LOCAL))
                .contains("of-compose");
        assertThat(new DatabasePassword(nothing, Optional.empty(), demo).find(LOCAL))
                .contains("of-demo");
    }

    @Test
    void neverSendsThePasswordOfTheDemoToAnotherHost() throws IOException {
        DatabasePassword password =
                new DatabasePassword(EnvFile.of(Map.of(), Map.of()), Optional.empty(), file("demo", "of-demo"));

        assertThat(password.find("jdbc:postgresql://localhost.example.org:5432/x"))
                .isEmpty();
        assertThat(password.find("jdbc:postgresql://db:5432/x")).isEmpty();
        assertThat(password.find("jdbc:postgresql://127.0.0.1:5432/x")).contains("of-demo");
    }

    @Test
    void reportsAPasswordFileThatCannotBeRead() {
        DatabasePassword password = new DatabasePassword(
                EnvFile.of(Map.of(), Map.of()), Optional.of(folder.resolve("none")), folder.resolve("demo"));

        assertThatThrownBy(() -> password.find(LOCAL)).hasMessageContaining("none: no such file or directory");
    }
}

package io.pulsefeed.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IoErrorsTest {

    @TempDir
    private Path folder;

    @Test
    void namesTheReasonOfAFileThatDoesNotExist() {
        Path file = folder.resolve("missing");
        IOException failure = catchThrowableOfType(IOException.class, () -> Files.readString(file));
        assertThat(IoErrors.describe(failure)).isEqualTo(file + ": no such file or directory");
    }

    @Test
    void namesTheReasonOfADirectoryThatIsAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        IOException failure = catchThrowableOfType(IOException.class, () -> Files.createDirectories(file));
        assertThat(IoErrors.describe(failure)).isEqualTo(file + ": the file exists");
    }

    @Test
    void locatesAnErrorInJson() {
        JsonProcessingException failure = catchThrowableOfType(
                JsonProcessingException.class, () -> new ObjectMapper().readTree("{\"name\": \"a\",\n \"config\": {"));
        assertThat(IoErrors.describe(failure))
                .startsWith("Unexpected end-of-input")
                .endsWith(" in line 2, column 13")
                .doesNotContain("REDACTED");
    }

    @Test
    void keepsASentence() {
        assertThat(IoErrors.describe(new IOException("Port 1 is in use."))).isEqualTo("Port 1 is in use.");
    }

    @Test
    void namesTheClassIfTheMessageIsOnlyAName() {
        assertThat(IoErrors.describe(new IOException("host"))).isEqualTo("java.io.IOException: host");
    }

    @Test
    void findsTheFailureAmongTheCauses() {
        IOException failure = new IOException("full");
        assertThat(IoErrors.causeOf(new IllegalStateException(new UncheckedIOException(failure))))
                .isSameAs(failure);
        assertThat(IoErrors.causeOf(new IllegalStateException("bug"))).isNull();
    }
}

package io.pulsefeed.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
    void neverNamesAClass() {
        assertThat(IoErrors.describe(new IOException("host"))).isEqualTo("input or output failed: host");
        assertThat(IoErrors.describe(new IOException())).isEqualTo("input or output failed");
        assertThat(IoErrors.describe(new UnknownHostException("nosuch"))).isEqualTo("unknown host: nosuch");
        assertThat(IoErrors.describe(new ConnectException())).isEqualTo("connection refused");
        assertThat(IoErrors.describe(new ClosedChannelException())).isEqualTo("the connection was closed");
        assertThat(IoErrors.describe(new HttpConnectTimeoutException("HTTP connect timed out")))
                .isEqualTo("HTTP connect timed out");
        assertThat(IoErrors.describe(new NotLeaderOrFollowerException())).isEqualTo("not leader or follower");
    }

    /** The HTTP client of the JDK throws an exception without a message for a host that is unknown. */
    @Test
    void describesTheCauseOfAFailureWithoutAMessage() {
        ConnectException failure = new ConnectException();
        failure.initCause(new UnresolvedAddressException());
        assertThat(IoErrors.describe(failure)).isEqualTo("unknown host");
    }

    @Test
    void describesTextThatIsNotUtf8() throws IOException {
        Path file = Files.write(folder.resolve("latin1"), new byte[] {'a', (byte) 0xE9, 'b'});
        IOException failure = catchThrowableOfType(IOException.class, () -> Files.readString(file));
        assertThat(IoErrors.describe(failure)).isEqualTo("the text is not valid UTF-8");
    }

    /** Each write to this device fails with the error of a full disk. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void namesAFullDisk() {
        IOException failure =
                catchThrowableOfType(IOException.class, () -> Files.writeString(Path.of("/dev/full"), "text"));
        assertThat(IoErrors.describe(failure)).isEqualTo("No space left on device");
    }

    @Test
    void findsTheFailureAmongTheCauses() {
        IOException failure = new IOException("full");
        assertThat(IoErrors.causeOf(new IllegalStateException(new UncheckedIOException(failure))))
                .isSameAs(failure);
        assertThat(IoErrors.causeOf(new IllegalStateException("bug"))).isNull();
    }
}

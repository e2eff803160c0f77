package io.pulsefeed.cli.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PacketFilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void writesEachPacketByteForByteToTheFileOfItsSession() throws IOException {
        byte[] odd = "344458,52842,1,UN,1,100,caf\u00e9\u00ff".getBytes(StandardCharsets.ISO_8859_1);
        try (PacketFiles files = new PacketFiles(folder)) {
            files.add(record("MD-V5-0000410", "s1", "344430,52846,1,EL,1,100,26437.599609"));
            files.add(record("MD-V5-0000410", "s1", new String(odd, StandardCharsets.ISO_8859_1)));
            files.add(record("MD-V5-0000411", "s1", "1,2,1,B%,1,100,16"));

            assertThat(files.finish())
                    .isEqualTo(Map.of(
                            folder.resolve("MD-V5-0000410_s1.csv"), 2L, folder.resolve("MD-V5-0000411_s1.csv"), 1L));
        }
        byte[] written = Files.readAllBytes(folder.resolve("MD-V5-0000410_s1.csv"));
        assertThat(new String(written, StandardCharsets.ISO_8859_1))
                .isEqualTo(
                        "344430,52846,1,EL,1,100,26437.599609\n" + new String(odd, StandardCharsets.ISO_8859_1) + "\n");
    }

    @Test
    void writesOnlyToItsDirectory() throws IOException {
        try (PacketFiles files = new PacketFiles(folder)) {
            files.add(record("../../etc/passwd", "..", "1,2,0,EM,1,100"));
        }
        try (var written = Files.list(folder)) {
            assertThat(written).hasSize(1).allMatch(file -> file.getParent().equals(folder));
        }
    }

    @Test
    void writesAllPacketsOfMoreSessionsThanOpenFiles() throws IOException {
        try (PacketFiles files = new PacketFiles(folder)) {
            for (int round = 0; round < 2; round++) {
                for (int session = 0; session < 100; session++) {
                    files.add(record("d", "s" + session, "packet " + round));
                }
            }
        }
        for (int session = 0; session < 100; session++) {
            assertThat(folder.resolve("d_s" + session + ".csv")).hasContent("packet 0\npacket 1\n");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void failsOnAFullDisk() throws IOException {
        Files.createSymbolicLink(folder.resolve("d_s.csv"), Path.of("/dev/full"));
        PacketFiles files = new PacketFiles(folder);
        files.add(record("d", "s", "packet"));
        assertThatThrownBy(files::finish).isInstanceOf(IOException.class).hasMessage("No space left on device");
    }

    @Test
    void skipsRecordsOfOtherProducers() throws IOException {
        try (PacketFiles files = new PacketFiles(folder)) {
            assertThat(files.add(null)).isFalse();
            assertThat(files.add("not JSON".getBytes(StandardCharsets.UTF_8))).isFalse();
            assertThat(files.add("{\"device_id\":\"d\",\"event\":\"x\"}".getBytes(StandardCharsets.UTF_8)))
                    .isFalse();
            assertThat(files.add(record("d".repeat(300), "s", "packet"))).isFalse();
            assertThat(files.add(record("d", "s", "packet"))).isTrue();

            assertThat(files.finish()).isEqualTo(Map.of(folder.resolve("d_s.csv"), 1L));
        }
    }

    private static byte[] record(String device, String session, String packet) throws IOException {
        return JSON.writeValueAsBytes(Map.of("device_id", device, "session_id", session, "packet", packet));
    }
}

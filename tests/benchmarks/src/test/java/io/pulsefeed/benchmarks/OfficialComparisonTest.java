package io.pulsefeed.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfficialComparisonTest {

    private static final String COLUMNS =
            "LocalTimestamp,EmotiBitTimestamp,PacketNumber,DataLength,TypeTag,ProtocolVersion,DataReliability,MX";

    @TempDir
    private Path folder;

    @BeforeEach
    void writeRecording() throws IOException {
        write(
                "run.csv",
                "1000,1,2,RD,1,100,TL,TU",
                "1010,2,1,TL,1,100,2024-03-01_10-00-00-000000",
                "1012,3,2,AK,1,100,1,RD",
                "1100,4,1,MX,1,100, 8",
                "1180,5,2,MX,1,100, 9,-10",
                "1220,6,1,MX,1,100,nan");
        write("run_timeSyncMap.csv", "TE0,TE1,TL0,TL1", "1010,1010,1709287200.005,1709287200.005");
    }

    private void write(String name, String... lines) throws IOException {
        Files.write(folder.resolve(name), List.of(lines));
    }

    private OfficialComparison compare(String... rows) throws IOException {
        write("run_MX.csv", rows);
        return OfficialComparison.of(folder);
    }

    @Test
    void acceptsRecordsWithSameValuesAndTimes() throws IOException {
        OfficialComparison comparison = compare(
                COLUMNS,
                "1709287200.095000,1100.000,4,1,MX,1,100, 8",
                "1709287200.135000,1140.000,5,2,MX,1,100, 9",
                "1709287200.175000,1180.000,5,2,MX,1,100,-10",
                "1709287200.215000,1220.000,6,1,MX,1,100,nan");

        assertThat(comparison).isEqualTo(new OfficialComparison(4, 4));
    }

    @Test
    void rejectsOtherValuesTimesAndNumbers() throws IOException {
        OfficialComparison comparison = compare(
                COLUMNS,
                "1709287200.095000,1100.000,4,1,MX,1,100,8.5",
                "1709287200.135010,1140.000,5,2,MX,1,100, 9",
                "1709287200.175000,1180.000,6,2,MX,1,100,-10",
                "1709287200.215000,1220.000,6,1,MX,1,100,7",
                "1709287200.255000,1260.000,7,1,MX,1,100,7");

        assertThat(comparison).isEqualTo(new OfficialComparison(0, 5));
    }
}

package io.pulsefeed.benchmarks;

import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pulsefeed bench emotibit}: imports recordings and compares their records with the output of the official parser. */
@Command(
        name = "emotibit",
        mixinStandardHelpOptions = true,
        description =
                "Imports recordings and compares the value and time of every sample with the output of the official parser.")
final class EmotiBitBenchCommand implements Callable<Integer> {

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description =
                    "Folder with one subfolder per recording, which contains the raw file and the parser's files.")
    private Path data;

    @Override
    public Integer call() throws IOException {
        List<BenchResult> results = new ArrayList<>();
        long equal = 0;
        long official = 0;
        for (Path folder : recordings()) {
            OfficialComparison comparison = OfficialComparison.of(folder);
            equal += comparison.equalRows();
            official += comparison.officialRows();
            results.add(BenchResult.of(
                    folder.getFileName() + " rows equal",
                    comparison.equalRows(),
                    "rows",
                    "official parser",
                    comparison.officialRows()));
        }
        results.add(BenchResult.of("all rows equal", equal, "rows", "official parser", official));
        BenchCommand.print(System.out, results);
        return 0;
    }

    private List<Path> recordings() throws IOException {
        if (!Files.isDirectory(data)) {
            throw new UserError(data + " is not a folder; set --data to a folder with recordings.");
        }
        try (Stream<Path> folders = Stream.concat(Stream.of(data), Files.list(data))) {
            List<Path> found =
                    folders.filter(OfficialComparison::isRecording).sorted().toList();
            if (found.isEmpty()) {
                throw new UserError(data
                        + " contains no recording: a recording is a folder with the raw file NAME.csv and the parser's"
                        + " NAME_timeSyncMap.csv.");
            }
            return found;
        }
    }
}

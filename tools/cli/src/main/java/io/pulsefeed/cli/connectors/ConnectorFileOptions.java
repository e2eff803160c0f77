package io.pulsefeed.cli.connectors;

import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The connector files to compare or apply. */
final class ConnectorFileOptions {

    private static final String EXTENSION = ".json";

    @Parameters(
            paramLabel = "NAME",
            split = ",",
            arity = "0..*",
            description =
                    "Connectors, by file name without .json or by the path of a file, separated by spaces or commas "
                            + "(default: all files in --dir).")
    private List<String> names = List.of();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Directory of the files (default: connect-config/connectors).")
    private @Nullable Path folder;

    @Option(
            names = "--overlay",
            paramLabel = "DIR",
            description =
                    "Directory with files of the same names, whose settings override those of --dir, such as connect-config/secure.")
    private @Nullable Path overlay;

    /** The selected files. */
    List<ConnectorFile> files() {
        List<String> wanted = names.stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        return wanted.isEmpty()
                ? known().stream().map(name -> read(inFolder(name))).toList()
                : wanted.stream().map(name -> read(find(name))).toList();
    }

    private Path find(String name) {
        Path path = Path.of(name);
        if (path.getNameCount() > 1 || path.isAbsolute()) {
            if (Files.notExists(path)) {
                throw new UserError("there is no connector file " + name + ".");
            }
            return path;
        }
        Path file = inFolder(withoutExtension(name));
        if (Files.notExists(file)) {
            throw new UserError("there is no connector file " + file.getFileName() + " in " + folder() + ". Available: "
                    + String.join(", ", known()) + ". For a file elsewhere, specify its path, such as ./"
                    + file.getFileName()
                    + ".");
        }
        return file;
    }

    /** Names of all connectors with a file in the directory. */
    List<String> allNames() {
        return known().stream()
                .map(name -> ConnectorFile.read(inFolder(name)).name())
                .toList();
    }

    private ConnectorFile read(Path path) {
        ConnectorFile file = ConnectorFile.read(path);
        Path over = overlay == null ? null : overlay.resolve(path.getFileName());
        if (over != null && Files.notExists(over)) {
            throw new UserError("--overlay " + overlay + " has no file for the connector " + file.name() + ".");
        }
        return over == null ? file : file.withOverrides(ConnectorFile.read(over));
    }

    private Path inFolder(String name) {
        return folder().resolve(name + EXTENSION);
    }

    private Path folder() {
        return folder != null ? folder : Checkout.current().connectConfig().resolve("connectors");
    }

    private static String withoutExtension(String name) {
        return name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
    }

    private List<String> known() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(EXTENSION))
                    .map(ConnectorFileOptions::withoutExtension)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UserError(
                    "the directory " + folder() + " cannot be read: " + IoErrors.describe(e)
                            + ". Specify another with --dir.",
                    e);
        }
    }
}

package io.pulsefeed.cli.connectors;

import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which connectors, by their files. */
final class FileOptions {

    private static final String ENDING = ".json";

    @Parameters(
            paramLabel = "NAME",
            split = ",",
            arity = "0..*",
            description =
                    "Connectors, by the names of their files without .json; separated by blanks or commas (default: all "
                            + "files).")
    private List<String> names = List.of();

    @Option(names = "--dir", paramLabel = "DIR", description = "The files (default: connect-config/connectors).")
    private Path folder;

    @Option(
            names = "--overlay",
            paramLabel = "DIR",
            description =
                    "Files of the same names whose settings are laid over those of --dir, such as connect-config/secure.")
    private Path overlay;

    /** The files that are asked for. */
    List<ConnectorFile> files() {
        List<String> known = known();
        List<String> wanted = names.stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(FileOptions::withoutEnding)
                .toList();
        for (String name : wanted) {
            if (!known.contains(name)) {
                throw new UserError("there is no connector file " + name + ENDING + " in " + folder() + "; it holds: "
                        + String.join(", ", known) + ".");
            }
        }
        return (wanted.isEmpty() ? known : wanted).stream().map(this::read).toList();
    }

    /** The connectors that have a file in the folder. */
    List<String> allNames() {
        return known().stream()
                .map(name -> ConnectorFile.read(folder().resolve(name + ENDING)).name())
                .toList();
    }

    private ConnectorFile read(String name) {
        ConnectorFile file = ConnectorFile.read(folder().resolve(name + ENDING));
        Path over = overlay == null ? null : overlay.resolve(name + ENDING);
        if (over != null && Files.notExists(over)) {
            throw new UserError("--overlay " + overlay + " has no file for the connector " + name + ".");
        }
        return over == null ? file : file.under(ConnectorFile.read(over));
    }

    private Path folder() {
        return folder != null ? folder : Checkout.current().connectConfig().resolve("connectors");
    }

    private static String withoutEnding(String name) {
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    private List<String> known() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(ENDING))
                    .map(FileOptions::withoutEnding)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UserError("the folder " + folder() + " cannot be read: " + e + ". Name another with --dir.", e);
        }
    }
}

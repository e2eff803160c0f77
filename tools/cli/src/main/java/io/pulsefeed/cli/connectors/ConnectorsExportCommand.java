package io.pulsefeed.cli.connectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.TimeoutOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pulsefeed connectors export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the configuration of connectors in the form of connector files, or writes the files.",
            "Placeholders are exported as such. A secret that the configuration contains as text is exported as REPLACE_ME."
        },
        footer = "Exit codes: 0 success, 1 failure, 2 invalid usage.")
final class ConnectorsExportCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MASK = "REPLACE_ME";

    @Mixin
    private SelectedConnectors selection = new SelectedConnectors();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "Write one file NAME.json for each connector; existing files are replaced. Created if it is missing.")
    private @Nullable Path folder;

    @Mixin
    private TimeoutOption timeout = new TimeoutOption("60s");

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Override
    public Integer call() {
        ConnectRest worker = connect.rest(timeout.value());
        for (String connector : selection.of(worker)) {
            String text = exported(ConnectorFile.of(connector, worker.config(connector)))
                            .toPrettyString() + "\n";
            if (folder == null) {
                System.out.print(text);
            } else {
                write(folder, connector, text);
            }
        }
        System.out.flush();
        return 0;
    }

    static ObjectNode exported(ConnectorFile connector) {
        ObjectNode root = JSON.createObjectNode().put("name", connector.name());
        ObjectNode config = root.putObject("config");
        connector.config().forEach((key, value) -> {
            // The file has it outside of the configuration.
            if (!key.equals("name")) {
                config.put(key, Secrets.masked(key, value, MASK));
            }
        });
        return root;
    }

    static void write(Path folder, String connector, String text) {
        // A name can contain any character.
        Path file = folder.resolve(connector.replaceAll("[/\\\\:]", "_") + ".json");
        try {
            Files.createDirectories(folder);
            Files.writeString(file, text);
            System.out.println(connector + ": " + file);
        } catch (IOException e) {
            throw new UserError(file + " cannot be written: " + IoErrors.describe(e), e);
        }
    }
}

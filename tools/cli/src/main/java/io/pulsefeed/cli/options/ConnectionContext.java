package io.pulsefeed.cli.options;

import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Member;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Connection settings that are not options of the command: from environment variables, then from a context file, a properties file with
 * the addresses of one installation.
 */
public final class ConnectionContext implements IDefaultValueProvider {

    private static final String VARIABLE = "PULSEFEED_CONTEXT";
    private static final Set<Class<?>> OPTIONS =
            Set.of(BrokerOptions.class, ConnectOptions.class, DatabaseOptions.class, MetricsOption.class);

    private final Map<String, String> environment;
    private @Nullable Path file;
    private @Nullable Map<Setting, String> fileSettings;

    /** @param environment variables, of which {@code PULSEFEED_CONTEXT} is the file unless {@link #use} names one */
    public ConnectionContext(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        String name = environment.getOrDefault(VARIABLE, "");
        this.file = name.isEmpty() ? null : Path.of(name);
    }

    public void use(Path contextFile) {
        file = contextFile;
        fileSettings = null;
    }

    /** The default of an option that connects to an existing installation; null for other options. */
    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || !isConnection(option)) {
            return null;
        }
        return Setting.ofOption(option.longestName()).flatMap(this::value).orElse(null);
    }

    /** Other options can have the same name: {@code --jdbc-url} of the demo replaces its database. */
    private static boolean isConnection(OptionSpec option) {
        return option.userObject() instanceof Member field && OPTIONS.contains(field.getDeclaringClass());
    }

    Optional<String> value(Setting setting) {
        String variable = environment.getOrDefault(setting.variable(), "");
        return variable.isEmpty() ? Optional.ofNullable(fileSettings().get(setting)) : Optional.of(variable);
    }

    private Map<Setting, String> fileSettings() {
        Map<Setting, String> settings = fileSettings;
        if (settings == null) {
            settings = file == null ? Map.of() : read(file);
            fileSettings = settings;
        }
        return settings;
    }

    private static Map<Setting, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError(
                    "the context file " + file + " cannot be read as a properties file: " + IoErrors.describe(e), e);
        }
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        for (String key : properties.stringPropertyNames()) {
            Setting setting = Setting.ofKey(key)
                    .orElseThrow(() -> new UserError("the context file " + file + " has an unknown key " + key
                            + ". Possible: "
                            + Arrays.stream(Setting.values()).map(Setting::key).collect(Collectors.joining(", "))
                            + "."));
            String value = properties.getProperty(key).strip();
            settings.put(setting, setting.isFile() ? pathNextTo(file, value) : value);
        }
        return settings;
    }

    private static String pathNextTo(Path file, String value) {
        try {
            return file.toAbsolutePath().resolveSibling(value).toString();
        } catch (InvalidPathException e) {
            throw new UserError("the context file " + file + " has a path that is not valid: " + e.getReason(), e);
        }
    }
}

package io.pulsefeed.emotibit.config;

import io.pulsefeed.commons.config.Validators;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Device ids and a text of each, from a list in the configuration and from a file. {@link #toString} omits the pairs, because they can
 * identify persons.
 *
 * @param inline pairs of the configuration
 * @param fileKey configuration key of the file
 * @param file path of a file with further pairs, one {@code device=text} per line; empty means none
 */
public record DeviceMap(Map<String, String> inline, String fileKey, String file) {

    static DeviceMap of(AbstractConfig config, String mapKey, String fileKey) {
        Map<String, String> inline = new LinkedHashMap<>();
        config.getList(mapKey).forEach(pair -> addPair(inline, pair, mapKey));
        return new DeviceMap(inline, fileKey, EnvReferences.resolved(config.getString(fileKey)));
    }

    /** Validates a list of pairs. */
    static ConfigDef.Validator validator(String form, String example) {
        return Validators.ofEach(
                form + " pairs",
                EnvReferences.optional(pair -> Validators.require(
                        isPair(pair), "each entry must have the form " + form + ", as in " + example)));
    }

    /** Reads the file and merges it with the inline pairs, which override those of the file. */
    public Map<String, String> load() {
        Map<String, String> all = new LinkedHashMap<>();
        if (!file.isBlank()) {
            for (String line : readFile()) {
                String text = withoutByteOrderMark(line).strip();
                if (!text.isEmpty() && !text.startsWith("#")) {
                    addPair(all, text, fileKey);
                }
            }
        }
        all.putAll(inline);
        return all;
    }

    @Override
    public String toString() {
        return "DeviceMap[" + inline.size() + " inline, file '" + file + "']";
    }

    /** Editors on Windows write the mark at the start of a file. */
    private static String withoutByteOrderMark(String line) {
        return line.startsWith("\uFEFF") ? line.substring(1) : line;
    }

    private List<String> readFile() {
        try {
            return Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ConfigException(
                    fileKey,
                    file,
                    "The file cannot be read (" + e + "). Set the path of a file that the worker can read.");
        }
    }

    private static boolean isPair(String pair) {
        int equals = pair.indexOf('=');
        return equals >= 1 && equals < pair.length() - 1;
    }

    /** Does not show an invalid pair, because it can identify a person. */
    private static void addPair(Map<String, String> map, String pair, String key) {
        if (pair.isBlank() || EnvReferences.isUnresolved(pair)) {
            return;
        }
        if (!isPair(pair)) {
            throw new ConfigException("A pair of " + key + " does not have an equals sign between two texts.");
        }
        int equals = pair.indexOf('=');
        map.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
    }
}

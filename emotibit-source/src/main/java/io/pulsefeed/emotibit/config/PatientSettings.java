package io.pulsefeed.emotibit.config;

import io.pulsefeed.commons.config.ConfigKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/**
 * Who wears which device. Never printed: the map says which person a signal belongs to.
 *
 * @param inline device id to patient id
 * @param file with further {@code device=patient} lines, or empty
 * @param pseudonyms whether patient ids are replaced by a keyed hash
 * @param secret of the hash; empty when there is none
 */
public record PatientSettings(Map<String, String> inline, String file, boolean pseudonyms, Password secret) {

    public static final String MAP = "patient.map";
    public static final String FILE = "patient.map.file";
    public static final String PSEUDONYMS = "patient.pseudonym.enabled";
    public static final String SECRET = "patient.pseudonym.secret";

    /** A short secret can be found by trying: patient ids are few and easy to guess. */
    static final int LEAST_SECRET = 16;

    static final ConfigDef DEFINITION = definition();

    private static final String GROUP = "Patients";

    static PatientSettings of(AbstractConfig config) {
        Map<String, String> inline = new LinkedHashMap<>();
        config.getList(MAP).forEach(pair -> addPair(inline, pair));
        String file = config.getString(FILE);
        return new PatientSettings(
                inline,
                DeviceSettings.isUnresolved(file) ? "" : file,
                config.getBoolean(PSEUDONYMS),
                config.getPassword(SECRET));
    }

    /** The whole map, file first, so that the configuration can correct a line of the file. */
    public Map<String, String> load() {
        Map<String, String> all = new LinkedHashMap<>();
        if (!file.isBlank()) {
            for (String line : readFile()) {
                String text = line.strip();
                if (!text.isEmpty() && !text.startsWith("#")) {
                    addPair(all, text);
                }
            }
        }
        all.putAll(inline);
        return all;
    }

    static void checkPair(String pair) {
        int equals = pair.indexOf('=');
        if (equals < 1 || equals == pair.length() - 1) {
            throw new IllegalArgumentException("Every entry must read device=patient, as in MD-V5-0000410=P7");
        }
    }

    @Override
    public String toString() {
        return "PatientSettings[" + inline.size() + " inline, file '" + file + "', pseudonyms " + pseudonyms + "]";
    }

    private List<String> readFile() {
        try {
            return Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ConfigException(
                    FILE, file, "The patient map cannot be read (" + e + "). Give a file that the worker may read.");
        }
    }

    private static void addPair(Map<String, String> map, String pair) {
        if (pair.isBlank() || DeviceSettings.isUnresolved(pair)) {
            return;
        }
        int equals = pair.indexOf('=');
        if (equals < 1 || equals == pair.length() - 1) {
            throw new ConfigException("A line of the patient map does not read device=patient");
        }
        map.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
    }

    private static ConfigDef definition() {
        ConfigDef definition = new ConfigDef();
        ConfigKey.of(MAP, Type.LIST)
                .defaultsTo("")
                .validatedBy(Rules.patientList())
                .width(Width.LONG)
                .displayedAs("Patients")
                .documentedAs(
                        """
                        Who wears which device, as device=patient pairs such as MD-V5-0000410=P7. Records of a device that is not
                        named here carry no patient. Anyone who may read the connector's configuration sees these pairs: use the
                        file for anything that identifies a person.""")
                .addTo(definition, GROUP);
        ConfigKey.of(FILE, Type.STRING)
                .defaultsTo("")
                .width(Width.LONG)
                .displayedAs("Patients file")
                .documentedAs(
                        """
                        File on the worker with one device=patient pair per line; lines that start with a hash sign are comments.
                        Read when a task starts.""")
                .addTo(definition, GROUP);
        ConfigKey.of(PSEUDONYMS, Type.BOOLEAN)
                .defaultsTo(false)
                .dependents(SECRET)
                .displayedAs("Pseudonymise patients")
                .documentedAs(
                        "Replaces every patient id by a keyed hash (HMAC-SHA-256) before anything leaves the worker.")
                .addTo(definition, GROUP);
        ConfigKey.of(SECRET, Type.PASSWORD)
                .defaultsTo("")
                .importance(Importance.HIGH)
                .displayedAs("Pseudonym secret")
                .documentedAs(
                        """
                        Secret of the keyed hash, at least 16 characters. The same secret gives the same pseudonyms; whoever has
                        it can find out which patient a pseudonym stands for. Take it from a file or a secret store.""")
                .addTo(definition, GROUP);
        return definition;
    }
}

package io.pulsefeed.emotibit.config;

import io.pulsefeed.commons.config.ConfigKey;
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
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/**
 * Mapping of devices to patients. {@link #toString} omits the mapping, because it identifies persons.
 *
 * @param inline device id to patient id
 * @param file path of a file with further {@code device=patient} lines; empty means none
 * @param pseudonyms whether patient ids are replaced by a keyed hash
 * @param secret key of the hash; empty means none
 */
public record PatientConfig(Map<String, String> inline, String file, boolean pseudonyms, Password secret) {

    public static final String MAP = "patient.map";
    public static final String FILE = "patient.map.file";
    public static final String PSEUDONYMS = "patient.pseudonym.enabled";
    public static final String SECRET = "patient.pseudonym.secret";

    /** Minimum length of the secret. Patient ids are few and easy to guess, so a short secret can be found by brute force. */
    public static final int MIN_SECRET_LENGTH = 16;

    private static final String GROUP = "Patients";

    static PatientConfig of(AbstractConfig config) {
        Map<String, String> inline = new LinkedHashMap<>();
        config.getList(MAP).forEach(pair -> addPair(inline, pair));
        return new PatientConfig(
                inline,
                EnvReferences.resolved(config.getString(FILE)),
                config.getBoolean(PSEUDONYMS),
                config.getPassword(SECRET));
    }

    /** Reads the file and merges it with the inline map, whose entries override those of the file. */
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

    @Override
    public String toString() {
        return "PatientConfig[" + inline.size() + " inline, file '" + file + "', pseudonyms " + pseudonyms + "]";
    }

    private List<String> readFile() {
        try {
            return Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ConfigException(
                    FILE,
                    file,
                    "The patient map cannot be read (" + e + "). Set the path of a file that the worker can read.");
        }
    }

    private static boolean isPair(String pair) {
        int equals = pair.indexOf('=');
        return equals >= 1 && equals < pair.length() - 1;
    }

    private static void addPair(Map<String, String> map, String pair) {
        if (pair.isBlank() || EnvReferences.isUnresolved(pair)) {
            return;
        }
        if (!isPair(pair)) {
            throw new ConfigException("A line of the patient map is not in the form device=patient.");
        }
        int equals = pair.indexOf('=');
        map.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
    }

    static void define(ConfigDef definition) {
        ConfigKey.of(MAP, Type.LIST)
                .defaultsTo("")
                .validatedBy(Validators.ofEach(
                        "device=patient pairs",
                        EnvReferences.optional(pair -> Validators.require(
                                isPair(pair), "each entry must have the form device=patient, as in MD-V5-0000410=P7"))))
                .width(Width.LONG)
                .displayedAs("Patients")
                .documentedAs(
                        """
                        Patients who wear the devices, as device=patient pairs such as MD-V5-0000410=P7. Records of other devices
                        have no patient id. Anyone who can read the connector's configuration can read these pairs: use
                        patient.map.file for anything that identifies a person.""")
                .addTo(definition, GROUP);
        ConfigKey.of(FILE, Type.STRING)
                .defaultsTo("")
                .width(Width.LONG)
                .displayedAs("Patients file")
                .documentedAs(
                        """
                        File on the worker with one device=patient pair per line. Lines that start with a hash sign are comments.
                        Each task reads the file when it starts, and again within 10 seconds after it changed.""")
                .addTo(definition, GROUP);
        ConfigKey.of(PSEUDONYMS, Type.BOOLEAN)
                .defaultsTo(false)
                .dependents(SECRET)
                .displayedAs("Pseudonymize patients")
                .documentedAs(
                        "Replaces every patient id by a keyed hash (HMAC-SHA-256) before records leave the worker.")
                .addTo(definition, GROUP);
        ConfigKey.of(SECRET, Type.PASSWORD)
                .defaultsTo("")
                .importance(Importance.HIGH)
                .displayedAs("Pseudonym secret")
                .documentedAs(
                        """
                        Secret key of the keyed hash, at least 16 characters. The same secret always gives the same pseudonyms.
                        Anyone who has the secret can find the patient of a pseudonym. Read it from a file or a secret store.""")
                .addTo(definition, GROUP);
    }
}

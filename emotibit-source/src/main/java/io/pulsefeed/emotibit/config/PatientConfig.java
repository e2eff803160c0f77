package io.pulsefeed.emotibit.config;

import io.pulsefeed.commons.config.ConfigKey;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.types.Password;

/**
 * Mapping of devices to patients.
 *
 * @param patients patient id of each device
 * @param pseudonyms whether patient ids are replaced by a keyed hash
 * @param secret key of the hash; empty means none
 */
public record PatientConfig(DeviceMap patients, boolean pseudonyms, Password secret) {

    public static final String MAP = "patient.map";
    public static final String FILE = "patient.map.file";
    public static final String PSEUDONYMS = "patient.pseudonym.enabled";
    public static final String SECRET = "patient.pseudonym.secret";

    /** Minimum length of the secret. Patient ids are few and easy to guess, so a short secret can be found by brute force. */
    public static final int MIN_SECRET_LENGTH = 16;

    private static final String GROUP = "Patients";

    static PatientConfig of(AbstractConfig config) {
        return new PatientConfig(
                DeviceMap.of(config, MAP, FILE), config.getBoolean(PSEUDONYMS), config.getPassword(SECRET));
    }

    static void define(ConfigDef definition) {
        ConfigKey.of(MAP, Type.LIST)
                .defaultsTo("")
                .validatedBy(DeviceMap.validator("device=patient", "MD-V5-0000410=P7"))
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

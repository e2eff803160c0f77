package io.pulsefeed.emotibit.record;

import io.pulsefeed.emotibit.config.PatientConfig;
import io.pulsefeed.emotibit.config.StudyConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The published patient id and the study of each device. Reloads the files of the maps when they change. One thread refreshes them, and
 * others may read them meanwhile.
 */
public final class Patients {

    private static final String ALGORITHM = "HmacSHA256";
    /** 128 bits make collisions practically impossible. */
    private static final int PSEUDONYM_BYTES = 16;

    private final ReloadedMap patients;
    private final ReloadedMap studies;

    private final boolean hasStudies;

    private Patients(ReloadedMap patients, ReloadedMap studies, boolean hasStudies) {
        this.patients = patients;
        this.studies = studies;
        this.hasStudies = hasStudies;
    }

    /** Loads the configured maps. */
    public static Patients of(PatientConfig patients, StudyConfig studies) {
        return new Patients(
                ReloadedMap.of(
                        patients.patients(),
                        byDevice -> patients.pseudonyms()
                                ? pseudonyms(byDevice, patients.secret().value())
                                : byDevice),
                ReloadedMap.of(studies.studies(), byDevice -> byDevice),
                studies.isConfigured());
    }

    public static Patients plain(Map<String, String> byDevice) {
        return new Patients(ReloadedMap.fixed(byDevice), ReloadedMap.fixed(Map.of()), false);
    }

    /** Pseudonyms are the first 128 bits of the HMAC-SHA-256 of the id with {@code secret}, in hexadecimal, after {@code p-}. */
    public static Patients pseudonymized(Map<String, String> byDevice, String secret) {
        return plain(pseudonyms(byDevice, secret));
    }

    /** Reloads a file within 10 s after it changed. Call it regularly. */
    public void refresh(long nowMonoNs) {
        patients.refresh(nowMonoNs);
        studies.refresh(nowMonoNs);
    }

    /** The published id of the patient who wears a device, or null if unknown. */
    public @Nullable String of(String deviceId) {
        return patients.of(deviceId);
    }

    /** Whether records can have a study. */
    boolean hasStudies() {
        return hasStudies;
    }

    /** The study that a device is used in, or null if there is none. */
    @Nullable
    String study(String deviceId) {
        return studies.of(deviceId);
    }

    private static Map<String, String> pseudonyms(Map<String, String> byDevice, String secret) {
        Map<String, String> pseudonyms = new HashMap<>();
        byDevice.forEach((device, patient) -> pseudonyms.put(device, pseudonym(patient, secret)));
        return pseudonyms;
    }

    private static String pseudonym(String patient, String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            byte[] hash = mac.doFinal(patient.getBytes(StandardCharsets.UTF_8));
            return "p-" + HexFormat.of().formatHex(hash, 0, PSEUDONYM_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform supports " + ALGORITHM, e);
        }
    }
}

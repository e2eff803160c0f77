package io.pulsefeed.emotibit.record;

import io.pulsefeed.emotibit.config.PatientConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The published patient id of each device. */
public final class Patients {

    private static final String ALGORITHM = "HmacSHA256";
    /** 128 bits make collisions practically impossible. */
    private static final int PSEUDONYM_BYTES = 16;

    private final Map<String, String> publishedIds;

    private Patients(Map<String, String> publishedIds) {
        this.publishedIds = Map.copyOf(publishedIds);
    }

    /** Loads the configured map. */
    public static Patients of(PatientConfig config) {
        Map<String, String> byDevice = config.load();
        return config.pseudonyms() ? pseudonymized(byDevice, config.secret().value()) : plain(byDevice);
    }

    public static Patients plain(Map<String, String> byDevice) {
        return new Patients(byDevice);
    }

    /** Pseudonyms are the first 128 bits of the HMAC-SHA-256 of the id with {@code secret}, in hexadecimal, after {@code p-}. */
    public static Patients pseudonymized(Map<String, String> byDevice, String secret) {
        Map<String, String> pseudonyms = new HashMap<>();
        byDevice.forEach((device, patient) -> pseudonyms.put(device, pseudonym(patient, secret)));
        return new Patients(pseudonyms);
    }

    /** The published id of the patient who wears a device, or null if unknown. */
    public @Nullable String of(String deviceId) {
        return publishedIds.get(deviceId);
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

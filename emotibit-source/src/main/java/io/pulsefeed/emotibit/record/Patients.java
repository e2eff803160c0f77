package io.pulsefeed.emotibit.record;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The patient of each device, as it may leave the worker. */
public final class Patients {

    private static final String ALGORITHM = "HmacSHA256";
    /** 128 bits: enough that no two patients of any study meet. */
    private static final int PSEUDONYM_BYTES = 16;

    private final Map<String, String> published;

    private Patients(Map<String, String> published) {
        this.published = Map.copyOf(published);
    }

    public static Patients plain(Map<String, String> byDevice) {
        return new Patients(byDevice);
    }

    /** Patients as HMAC-SHA-256 of their id under {@code secret}, cut to 128 bits and written in hexadecimal after {@code p-}. */
    public static Patients pseudonymised(Map<String, String> byDevice, String secret) {
        Map<String, String> published = new HashMap<>();
        byDevice.forEach((device, patient) -> published.put(device, pseudonym(patient, secret)));
        return new Patients(published);
    }

    /** The patient who wears a device, or null. */
    public String of(String deviceId) {
        return published.get(deviceId);
    }

    private static String pseudonym(String patient, String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            byte[] hash = mac.doFinal(patient.getBytes(StandardCharsets.UTF_8));
            return "p-" + HexFormat.of().formatHex(hash, 0, PSEUDONYM_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform offers " + ALGORITHM, e);
        }
    }
}

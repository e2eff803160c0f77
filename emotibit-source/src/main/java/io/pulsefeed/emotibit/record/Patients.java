package io.pulsefeed.emotibit.record;

import io.pulsefeed.emotibit.config.PatientConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The published patient id of each device. Reloads the file of the map when it changes. One thread refreshes it,
 * and others may read it meanwhile.
 */
public final class Patients {

    private static final Logger LOG = LoggerFactory.getLogger(Patients.class);
    private static final String ALGORITHM = "HmacSHA256";
    /** 128 bits make collisions practically impossible. */
    private static final int PSEUDONYM_BYTES = 16;

    private static final long CHECK_INTERVAL_NS = 5_000_000_000L;

    private final @Nullable PatientConfig config;
    private volatile Map<String, String> publishedIds;
    private FileState loaded = FileState.NONE;
    private FileState seen = FileState.NONE;
    private long checkedAtNs;
    private boolean started;

    /** What identifies a version of the file. */
    private record FileState(long modifiedNs, long bytes) {
        private static final FileState NONE = new FileState(0, -1);

        static FileState of(String file) throws IOException {
            Path path = Path.of(file);
            return new FileState(Files.getLastModifiedTime(path).to(TimeUnit.NANOSECONDS), Files.size(path));
        }
    }

    private Patients(@Nullable PatientConfig config, Map<String, String> publishedIds) {
        this.config = config;
        this.publishedIds = Map.copyOf(publishedIds);
    }

    /** Loads the configured map. */
    public static Patients of(PatientConfig config) {
        FileState state = config.file().isBlank() ? FileState.NONE : state(config.file());
        Patients patients = new Patients(config, published(config));
        patients.loaded = state;
        patients.seen = state;
        return patients;
    }

    private static Map<String, String> published(PatientConfig config) {
        Map<String, String> byDevice = config.load();
        return config.pseudonyms() ? pseudonyms(byDevice, config.secret().value()) : byDevice;
    }

    /**
     * Reloads the file if it changed and was then left unchanged for one check, because an editor may still be writing it. Keeps the
     * present map if the file is missing or invalid.
     */
    public void refresh(long nowMonoNs) {
        if (config == null || config.file().isBlank() || started && nowMonoNs - checkedAtNs < CHECK_INTERVAL_NS) {
            return;
        }
        started = true;
        checkedAtNs = nowMonoNs;
        FileState now = state(config.file());
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(loaded)) {
            return;
        }
        loaded = now;
        try {
            publishedIds = Map.copyOf(published(config));
            LOG.info("{} reloaded: {} devices", PatientConfig.FILE, publishedIds.size());
        } catch (ConfigException e) {
            // The message may contain a line of the file, which identifies a person.
            LOG.warn(
                    "{} cannot be reloaded, keeping the {} devices of the previous version. Check that the file is readable"
                            + " and that each line has the form device=patient",
                    PatientConfig.FILE,
                    publishedIds.size());
        }
    }

    private static FileState state(String file) {
        try {
            return FileState.of(file);
        } catch (IOException e) {
            return FileState.NONE;
        }
    }

    public static Patients plain(Map<String, String> byDevice) {
        return new Patients(null, byDevice);
    }

    /** Pseudonyms are the first 128 bits of the HMAC-SHA-256 of the id with {@code secret}, in hexadecimal, after {@code p-}. */
    public static Patients pseudonymized(Map<String, String> byDevice, String secret) {
        return new Patients(null, pseudonyms(byDevice, secret));
    }

    private static Map<String, String> pseudonyms(Map<String, String> byDevice, String secret) {
        Map<String, String> pseudonyms = new HashMap<>();
        byDevice.forEach((device, patient) -> pseudonyms.put(device, pseudonym(patient, secret)));
        return pseudonyms;
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

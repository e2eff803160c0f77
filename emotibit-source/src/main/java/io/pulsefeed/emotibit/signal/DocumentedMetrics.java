package io.pulsefeed.emotibit.signal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The 24 metric names that consumers of the processed topic know. Every window has each of them, or the reason of its absence. */
public final class DocumentedMetrics {

    private static final String NO_SENSOR = "EmotiBit has no such sensor";
    private static final String NO_PULSE_SENSOR = "no light signal in the window";
    private static final String NO_CONDUCTANCE = "no skin conductance in the window";
    private static final String NOT_OFFERED = "not offered: no reference data to validate it";

    /** Each name, with the reason of its absence if no sample that it needs was received. */
    public static final Map<String, String> ABSENT_WITHOUT_DATA = Collections.unmodifiableMap(reasons());

    private DocumentedMetrics() {}

    private static Map<String, String> reasons() {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("temp", "no air temperature (T0) in the window");
        reasons.put("press", NO_SENSOR);
        reasons.put("co2", NO_SENSOR);
        reasons.put("hum", "no humidity (H0) in the window");
        reasons.put("voc", NO_SENSOR);
        reasons.put("iaq", NO_SENSOR);
        reasons.put("lux", NO_SENSOR);
        reasons.put("irRatio", NO_SENSOR);
        reasons.put("battery", "no battery level (B%) in the last two windows");
        reasons.put("acceleration", "no acceleration (AX, AY, AZ) in the window");
        reasons.put("IndicateurTremblement", NOT_OFFERED);
        reasons.put("fall_detected", NOT_OFFERED);
        reasons.put("skt", "no skin temperature (TH) in the window");
        reasons.put("wearing_status_numeric", "neither skin conductance nor a pulse in the light yet");
        reasons.put("oxygen", "no oxygen saturation (O2) in the window");
        reasons.put("bpm", NO_PULSE_SENSOR);
        reasons.put("ibi", NO_PULSE_SENSOR);
        reasons.put("sdnn", NO_PULSE_SENSOR);
        reasons.put("rmssd", NO_PULSE_SENSOR);
        reasons.put("pnn50", NO_PULSE_SENSOR);
        reasons.put("breathingrate", NO_PULSE_SENSOR);
        reasons.put("eda_tonic_mean", NO_CONDUCTANCE);
        reasons.put("eda_phasic_mean", NO_CONDUCTANCE);
        reasons.put("scr_amplitude_mean", NO_CONDUCTANCE);
        return reasons;
    }
}

package io.pulsefeed.emotibit.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Validators that read well in the generated reference. */
final class Rules {

    private Rules() {}

    private interface Check {
        void of(String value);
    }

    /** A list of IPv4 addresses and CIDR ranges. */
    static ConfigDef.Validator addressList() {
        return listOf("IPv4 addresses or ranges such as 192.168.1.0/24", AddressRange::parse);
    }

    /** A list of {@code device=patient} pairs. */
    static ConfigDef.Validator patientList() {
        return listOf("device=patient pairs", PatientSettings::checkPair);
    }

    static ConfigDef.Validator zone() {
        return single("a time zone id such as Europe/Paris, or empty", value -> {
            try {
                ZoneId.of(value);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("'" + value + "' is not a time zone id such as Europe/Paris or UTC");
            }
        });
    }

    static ConfigDef.Validator localAddress() {
        return single("an IP address of this machine", value -> {
            try {
                InetAddress.getByName(value);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(
                        "'" + value + "' cannot be resolved; give an IP address of this machine, or 0.0.0.0");
            }
        });
    }

    private static ConfigDef.Validator listOf(String description, Check check) {
        return named(description, (name, value) -> {
            for (Object element : (List<?>) value) {
                run(name, value, check, element.toString());
            }
        });
    }

    private static ConfigDef.Validator single(String description, Check check) {
        return named(description, (name, value) -> run(name, value, check, value.toString()));
    }

    /** An environment reference that the worker did not resolve counts as empty, so that shipped examples run as they are. */
    private static void run(String name, Object value, Check check, String text) {
        if (text.isEmpty() || DeviceSettings.isUnresolved(text)) {
            return;
        }
        try {
            check.of(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name, value, e.getMessage());
        }
    }

    private static ConfigDef.Validator named(String description, ConfigDef.Validator rule) {
        return new ConfigDef.Validator() {
            @Override
            public void ensureValid(String name, Object value) {
                if (value != null) {
                    rule.ensureValid(name, value);
                }
            }

            @Override
            public String toString() {
                return description;
            }
        };
    }
}

package io.pulsefeed.timescale.config;

import io.pulsefeed.commons.config.ConfigKey;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** Which tables are written and who creates them. */
final class TableKeys {

    static final String PROFILE = "profile";
    static final String AUTO_CREATE = "auto.create";

    static final Choice<Profile> PROFILES = Choice.of(Profile.class);
    static final Choice<AutoCreate> CREATIONS = Choice.of(AutoCreate.class);

    private static final String GROUP = "Tables";

    private TableKeys() {}

    static void addTo(ConfigDef definition) {
        ConfigKey.of(PROFILE, Type.STRING)
                .defaultsTo(Choice.name(Profile.NONE))
                .validatedBy(PROFILES)
                .recommendedBy(PROFILES)
                .importance(Importance.HIGH)
                .displayedAs("Profile")
                .documentedAs(
                        """
                        Mappings that come with the sink. cryptoviz knows the topics rawticker, rawtrade, rawarticle and
                        rawalert; emotibit knows Emotibit_rawdata and Emotibit_processdata. Keys such as fields.TOPIC
                        override them.""")
                .addTo(definition, GROUP);
        ConfigKey.of(AUTO_CREATE, Type.STRING)
                .defaultsTo(Choice.name(AutoCreate.AUTO))
                .validatedBy(CREATIONS)
                .recommendedBy(CREATIONS)
                .importance(Importance.MEDIUM)
                .displayedAs("Create tables")
                .documentedAs(
                        """
                        Whether missing tables are created. auto creates those of a built-in profile and no others; the
                        column types of others come from the third part of each entry in fields.TOPIC.""")
                .addTo(definition, GROUP);
    }
}

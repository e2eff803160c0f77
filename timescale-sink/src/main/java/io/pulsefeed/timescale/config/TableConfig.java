package io.pulsefeed.timescale.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.EnumChoice;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** Which built-in mappings are used, and whether the sink creates tables. */
public record TableConfig(Profile profile, AutoCreate autoCreate) {

    public static final String PROFILE = "profile";

    static final EnumChoice<Profile> PROFILES = EnumChoice.of(Profile.class);

    private static final String AUTO_CREATE = "auto.create";
    private static final EnumChoice<AutoCreate> AUTO_CREATE_CHOICES = EnumChoice.of(AutoCreate.class);
    private static final String GROUP = "Tables";

    static TableConfig of(AbstractConfig config) {
        return new TableConfig(PROFILES.get(config, PROFILE), AUTO_CREATE_CHOICES.get(config, AUTO_CREATE));
    }

    /** @param builtIn whether the DDL of the table is packed into the sink */
    public boolean createsTable(boolean builtIn) {
        return switch (autoCreate) {
            case AUTO -> builtIn && profile != Profile.NONE;
            case TRUE -> true;
            case FALSE -> false;
        };
    }

    static void addTo(ConfigDef definition) {
        ConfigKey.of(PROFILE, PROFILES, Profile.NONE)
                .importance(Importance.HIGH)
                .displayedAs("Profile")
                .documentedAs(
                        """
                        Built-in set of mappings. cryptoviz maps the topics rawticker, rawtrade, rawarticle, rawalert and rawbooktop;
                        emotibit maps Emotibit_rawdata and Emotibit_processdata. Keys such as fields.TOPIC override them.""")
                .addTo(definition, GROUP);
        ConfigKey.of(AUTO_CREATE, AUTO_CREATE_CHOICES, AutoCreate.AUTO)
                .importance(Importance.MEDIUM)
                .displayedAs("Create tables")
                .documentedAs(
                        """
                        Whether the sink creates missing tables. auto creates only the tables of a built-in profile. For
                        other tables, the third part of each entry in fields.TOPIC sets the column type; without it, the
                        type is that of the schema of the first record.""")
                .addTo(definition, GROUP);
    }
}

package io.pulsefeed.deployment.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.testing.Checkout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The file that sends differs from the one that does not in nothing but sending. */
class AlertmanagerFilesTest {

    private static final Pattern ALERTNAME = Pattern.compile("alertname=(~?)\"([^\"]+)\"");

    private final JsonNode quiet = Rules.read(Checkout.path("monitoring/alertmanager/alertmanager.yml"));
    private final JsonNode sending = Rules.read(Checkout.path("monitoring/alertmanager/alertmanager-notify.yml"));

    @Test
    void bothRouteAndHoldBackAlike() {
        assertThat(sending.get("route")).isEqualTo(quiet.get("route"));
        assertThat(sending.get("inhibit_rules")).isEqualTo(quiet.get("inhibit_rules"));
        assertThat(receivers(sending)).isEqualTo(receivers(quiet));
    }

    @Test
    void theOneThatIsUsedWithoutSetUpSendsNothing() {
        quiet.get("receivers").forEach(receiver -> assertThat(receiver).hasSize(1));
        assertThat(quiet.has("global")).isFalse();
    }

    @Test
    void groupsAndRepeatsAsDocumented() {
        JsonNode route = quiet.get("route");
        assertThat(route.get("group_by").toString()).isEqualTo("[\"alertname\",\"severity\",\"component\"]");
        assertThat(route.get("group_wait").asText()).isEqualTo("10s");
        assertThat(route.get("group_interval").asText()).isEqualTo("10s");
        assertThat(route.get("repeat_interval").asText()).isEqualTo("12h");
    }

    @Test
    void secretsAreFiles() {
        assertThat(Checkout.text("monitoring/alertmanager/alertmanager-notify.yml"))
                .contains("slack_api_url_file:", "smtp_auth_password_file:")
                .doesNotContain("slack_api_url:", "smtp_auth_password:", "hooks.slack");
    }

    /** A renamed alert would leave an inhibition that never matches. */
    @Test
    void everyAlertThatIsNamedExists() {
        Set<String> alerts = Rules.alerts().stream().map(Rules.Alert::name).collect(Collectors.toSet());
        List<String> named = new ArrayList<>();
        Matcher matcher =
                ALERTNAME.matcher(quiet.get("inhibit_rules").toString().replace("\\\"", "\""));
        while (matcher.find()) {
            Matcher family = Pattern.compile("(\\w+)\\((.*)\\)").matcher(matcher.group(2));
            if (family.matches()) {
                for (String ending : family.group(2).split("\\|")) {
                    named.add(family.group(1) + ending);
                }
            } else {
                named.addAll(List.of(matcher.group(2).split("\\|")));
            }
        }
        assertThat(named).hasSizeGreaterThan(15);
        assertThat(alerts).containsAll(named);
    }

    private static Set<String> receivers(JsonNode file) {
        Set<String> names = new TreeSet<>();
        file.get("receivers").forEach(receiver -> names.add(receiver.get("name").asText()));
        return names;
    }
}

package io.pulsefeed.deployment.security;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of the secure overlay agree: docs page, ACLs, passwords, worker, connectors, compose. */
class SecureFilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GROUP = "pulsefeed-connect";

    static List<Path> connectors() {
        return Checkout.files("connect-config/connectors", ".json");
    }

    private static JsonNode acls() throws IOException {
        return JSON.readTree(Checkout.text("security/acls.json"));
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    @Test
    void pageListsTheAclsOfTheFile() throws IOException {
        List<String> expected = new ArrayList<>();
        acls().required("principals").forEach(user -> user.required("acls").forEach(acl -> {
            List<String> operations = new ArrayList<>();
            acl.required("operations").forEach(operation -> operations.add(operation.asText()));
            expected.add("| `%s` | %s | %s | `%s%s` |"
                    .formatted(
                            user.required("principal").asText(),
                            String.join(", ", operations),
                            acl.required("resource").asText(),
                            acl.required("name").asText(),
                            acl.required("pattern").asText().equals("prefixed") ? "..." : ""));
        }));
        String page = Checkout.text("docs/security.md");
        String table = page.substring(page.indexOf("<!-- acls:begin -->"), page.indexOf("<!-- acls:end -->"));

        assertThat(table.lines().filter(line -> line.startsWith("| `"))).containsExactlyElementsOf(expected);
    }

    @Test
    void brokerAndAclFileHaveTheSameSuperUsers() throws IOException {
        Set<String> brokerSuperUsers = Arrays.stream(SecureStack.FILES
                        .service("kafka")
                        .environment()
                        .get("KAFKA_SUPER_USERS")
                        .split(";"))
                .map(user -> user.replace("User:", ""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(texts(acls().required("superUsers"))).isEqualTo(brokerSuperUsers);
    }

    @Test
    void everyPrincipalHasAPassword() throws IOException {
        Set<String> principals = texts(acls().required("superUsers"));
        acls().required("principals")
                .forEach(user -> principals.add(user.required("principal").asText()));
        Matcher generated = Pattern.compile("principals=\"([^\"]+)\"").matcher(Checkout.text("security/make-secrets"));

        assertThat(generated.find()).isTrue();
        assertThat(generated.group(1).replace("\\", "").trim().split("\\s+"))
                .containsExactlyInAnyOrderElementsOf(principals);
    }

    /** Both stacks use the same settings; a change in only one of the files fails here. */
    @Test
    void secureWorkerAddsOnlySecuritySettings() throws IOException {
        Map<String, String> plain = properties("connect-config/worker/compose.properties");
        Map<String, String> secure = properties("connect-config/worker/secure.properties");

        plain.keySet().removeIf(key -> key.equals("listeners") || key.startsWith("config.providers"));
        assertThat(secure).containsAllEntriesOf(plain);
        secure.keySet().removeAll(plain.keySet());
        assertThat(secure.keySet())
                .allMatch(key -> key.matches("((producer|consumer|admin)\\.)?(security|sasl|ssl)\\..*"
                        + "|listeners.*|rest\\.advertised\\.listener|config\\.providers.*"));
        assertThat(secure.keySet()).noneMatch(key -> key.matches("(producer|consumer|admin)\\.sasl\\.jaas.*"));
    }

    private static Map<String, String> properties(String file) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Checkout.text(file)));
        Map<String, String> map = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> map.put(key, properties.getProperty(key)));
        return map;
    }

    @ParameterizedTest
    @MethodSource("connectors")
    void everyClientOfAConnectorAuthenticatesAsTheConnector(Path file) throws IOException {
        String name = file.getFileName().toString().replace(".json", "");
        JsonNode overlay = JSON.readTree(Checkout.text("connect-config/secure/" + name + ".json"));

        assertThat(overlay.required("name").asText()).isEqualTo(name);
        String login = "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + name
                + "\" password=\"${dir:/opt/pulsefeed/secrets/users:" + name + "}\";";
        Map<String, String> settings = new TreeMap<>();
        overlay.required("config")
                .properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
        assertThat(settings)
                .isEqualTo(Map.of(
                        "producer.override.sasl.jaas.config", login,
                        "consumer.override.sasl.jaas.config", login,
                        "admin.override.sasl.jaas.config", login));
    }

    /** A principal has exactly the permissions that its connector's file needs. */
    @ParameterizedTest
    @MethodSource("connectors")
    void principalHasThePermissionsOfItsConnector(Path file) throws IOException {
        JsonNode root = JSON.readTree(file.toFile());
        String name = root.required("name").asText();
        JsonNode config = root.required("config");
        Set<String> expected = new TreeSet<>();
        if (config.has("topics")) {
            for (String topic : config.required("topics").asText().split(",")) {
                expected.add("READ topic " + topic);
            }
            expected.add("READ group connect-" + name);
            expected.add("DELETE group connect-" + name);
            expected.add("WRITE topic "
                    + config.required("errors.deadletterqueue.topic.name").asText());
        } else {
            config.properties().forEach(entry -> {
                if (entry.getKey().matches("topic(\\.\\w+)?|accounts\\.topic")) {
                    expected.add("WRITE topic " + entry.getValue().asText());
                }
            });
            expected.add("READ topic connect-offsets");
            expected.add("WRITE topic connect-offsets");
            expected.add("WRITE transactional-id " + GROUP + "-" + name + "-");
        }
        Set<String> granted = AclTable.read(Checkout.path("security/acls.json")).stream()
                .filter(row -> row.principal().equals(name))
                .map(row -> row.operation() + " " + row.resource() + " " + row.name())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(granted).isEqualTo(expected);
        assertThat(properties("connect-config/worker/secure.properties")).containsEntry("group.id", GROUP);
    }

    @Test
    void containerMountsOnlyItsOwnSecrets() {
        Map<String, String> folders = Map.ofEntries(
                entry("kafka", "broker"),
                entry("kafka-setup", "admin"),
                entry("database-setup", ""),
                entry("connect", "connect"),
                entry("connect-setup", "admin"),
                entry("connect-heal", "admin"),
                entry("kafka-ui", "kafka-ui"),
                entry("kafka-exporter", "kafka-exporter"),
                entry("prometheus", ""),
                entry("grafana", ""),
                entry("timescaledb", ""));
        folders.forEach((service, folder) -> assertThat(SecureStack.FILES.service(service).rawList("volumes").stream()
                        .filter(volume -> volume.startsWith("./secrets")))
                .as(service)
                .isEqualTo(
                        folder.isEmpty() ? List.of() : List.of("./secrets/" + folder + ":/opt/pulsefeed/secrets:ro")));
    }

    @Test
    void noFileContainsAPassword() {
        for (String file : List.of(
                "docker-compose.secure.yml",
                "connect-config/worker/secure.properties",
                "security/acls.json",
                "security/format-with-users")) {
            Matcher passwords = Pattern.compile("password=\\\\?\"?([^\\s\";]+)").matcher(Checkout.text(file));
            while (passwords.find()) {
                assertThat(passwords.group(1))
                        .as("in %s: %s", file, passwords.group())
                        .contains("$");
            }
        }
        assertThat(Checkout.text(".gitignore").lines()).contains("secrets/");
        assertThat(Checkout.text(".dockerignore").lines()).contains("secrets/");
    }
}

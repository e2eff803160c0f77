package io.pulsefeed.deployment.compose;

import io.pulsefeed.deployment.compose.ComposeModel.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What every service must have. Each rule gives a sentence for each service that breaks it. */
final class ServiceRules {

    private static final Pattern IMAGE =
            Pattern.compile("(?:[a-z0-9.-]+/)*[a-z0-9_-]+:(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]*)");
    private static final Pattern SIZE = Pattern.compile("(\\d+)([mg])");
    private static final int LOG_MIB_A_SERVICE = 300;
    /** Opens a port to the machine only, unless the user says otherwise. */
    private static final Pattern PORT = Pattern.compile("\\$\\{BIND_ADDR:-127\\.0\\.0\\.1}:\\d+:\\d+(/udp)?");

    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(password|passwd|secret|token|credential|api_?key).*");

    private ServiceRules() {}

    static List<String> images(ComposeModel stack) {
        List<String> faults = new ArrayList<>();
        for (Service service : stack.services()) {
            String image = service.text("image");
            Matcher parts = IMAGE.matcher(image);
            if (!parts.matches()) {
                faults.add(service.name() + ": the image '" + image + "' has no tag");
            } else if (parts.group("tag").equals("latest") || image.contains("bitnami/")) {
                faults.add(service.name() + ": the image " + image + " changes or ends without notice");
            }
            if (!String.valueOf(service.content().get("image")).matches("\\$\\{[A-Z_]+_IMAGE:-[^}]+}")) {
                faults.add(service.name() + ": the image is not a variable of .env with a default");
            }
        }
        return faults;
    }

    static List<String> restarts(ComposeModel stack) {
        List<String> faults = new ArrayList<>();
        for (Service service : stack.services()) {
            String wanted = service.name().endsWith("-setup") ? "no" : "unless-stopped";
            if (!service.text("restart").equals(wanted)) {
                faults.add(service.name() + ": restart is '" + service.text("restart") + "', not '" + wanted + "'");
            }
        }
        return faults;
    }

    static List<String> health(ComposeModel stack) {
        List<String> faults = new ArrayList<>();
        for (Service service : stack.services()) {
            Map<String, Object> check = service.map("healthcheck");
            boolean excused =
                    service.isJob() && !service.text("x-no-healthcheck").isBlank();
            if (!excused && !(check.get("test") instanceof List<?> test && test.size() == 2)) {
                faults.add(service.name() + ": no health check, and no x-no-healthcheck that says why");
            } else if (!excused && !(check.containsKey("interval") && check.containsKey("timeout"))) {
                faults.add(service.name() + ": the health check has no interval or no timeout");
            }
        }
        return faults;
    }

    static List<String> limits(ComposeModel stack) {
        List<String> faults = new ArrayList<>();
        for (Service service : stack.services()) {
            if (mebibytes(service.text("mem_limit")) == 0) {
                faults.add(service.name() + ": mem_limit is '" + service.text("mem_limit") + "'");
            }
            Map<String, Object> logging = service.map("logging");
            Map<String, Object> options = ComposeYaml.asMap(logging.get("options"));
            int files = options.get("max-file") instanceof String count ? Integer.parseInt(count) : 0;
            int most = mebibytes(String.valueOf(options.get("max-size"))) * files;
            if (!"json-file".equals(logging.get("driver")) || most == 0 || most > LOG_MIB_A_SERVICE) {
                faults.add(service.name() + ": its log may grow to " + most + " MiB (0: no rotation)");
            }
        }
        return faults;
    }

    static List<String> ports(ComposeModel stack) {
        List<String> faults = new ArrayList<>();
        for (Service service : stack.services()) {
            for (String port : service.rawList("ports")) {
                if (!PORT.matcher(port).matches()) {
                    faults.add(service.name() + ": the port " + port + " does not follow BIND_ADDR");
                }
            }
            if (service.content().containsKey("network_mode")) {
                faults.add(service.name() + ": network_mode opens every port of the container");
            }
        }
        return faults;
    }

    /** Waits for what it needs, by a condition, and never for a time. */
    static List<String> dependencies(ComposeModel stack) {
        List<String> faults = new ArrayList<>();
        Map<String, Object> all = stack.section("services");
        for (Service service : stack.services()) {
            if (service.content().get("depends_on") instanceof List) {
                faults.add(service.name() + ": depends_on without conditions waits for nothing");
            }
            service.map("depends_on").forEach((name, how) -> {
                if (!all.containsKey(name)) {
                    faults.add(service.name() + ": waits for " + name + ", which is not there");
                    return;
                }
                String wanted = stack.service(name).isJob() ? "service_completed_successfully" : "service_healthy";
                if (!wanted.equals(ComposeYaml.asMap(how).get("condition"))) {
                    faults.add(service.name() + ": must wait for " + name + " with " + wanted);
                }
            });
        }
        return faults;
    }

    static List<String> privileges(ComposeModel stack) {
        List<String> faults = new ArrayList<>();
        for (Service service : stack.services()) {
            if (!service.list("security_opt").contains("no-new-privileges:true")) {
                faults.add(service.name() + ": may gain privileges");
            }
            if (!service.list("cap_drop").contains("ALL")) {
                faults.add(service.name() + ": keeps Docker's default capabilities");
            }
            if (service.content().containsKey("privileged") || service.content().containsKey("pid")) {
                faults.add(service.name() + ": reaches into the machine");
            }
            boolean copied = service.list("secrets").stream().anyMatch(secret -> ComposeYaml.asMap(
                            stack.section("secrets").get(secret))
                    .containsKey("environment"));
            if (copied && service.text("read_only").equals("true")) {
                faults.add(service.name() + ": Compose cannot copy a secret into a container that is read_only");
            }
        }
        return faults;
    }

    static List<String> secrets(ComposeModel stack) {
        List<String> faults = new ArrayList<>();
        stack.section("secrets").forEach((name, source) -> {
            if (ComposeYaml.asMap(source).containsKey("content")) {
                faults.add("the secret " + name + " stands in the file");
            }
        });
        for (Service service : stack.services()) {
            service.map("environment").forEach((name, value) -> {
                String plain = Interpolation.withDefaults(String.valueOf(value));
                boolean reference = plain.isEmpty() || plain.contains("/secrets/") || plain.contains("${");
                if (SECRET_NAME.matcher(name).matches() && !reference) {
                    faults.add(service.name() + ": " + name + " has a secret for a value");
                }
                if (String.valueOf(value).matches("(?s).*\\$\\{(POSTGRES|GRAFANA)_PASSWORD.*")) {
                    faults.add(service.name() + ": " + name
                            + " puts a password into the environment; use the secret's file");
                }
                if (plain.matches("(?s).*://[^/@\\s]+:[^/@\\s]+@.*|(?s).*password=\"?(?!\"?\\$)[^\"\\s;]+.*")) {
                    faults.add(service.name() + ": " + name + " holds a login");
                }
            });
        }
        return faults;
    }

    static int mebibytes(String size) {
        Matcher parts = SIZE.matcher(size);
        return parts.matches()
                ? Integer.parseInt(parts.group(1)) * (parts.group(2).equals("g") ? 1024 : 1)
                : 0;
    }
}

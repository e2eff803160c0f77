package io.pulsefeed.deployment.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.pulsefeed.deployment.process.Command;
import io.pulsefeed.deployment.process.Daemon;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.FreePorts;
import io.pulsefeed.testing.NotChecked;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running Alertmanager delivers alerts by mail and webhook, with the routes and receivers of alertmanager-notify.yml. */
class NotificationsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<String> posted = new CopyOnWriteArrayList<>();

    private HttpServer webhook() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] ok = "ok".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, ok.length);
            exchange.getResponseBody().write(ok);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** The shipped file with the addresses of the sinks; a mail server of a test has no certificate. */
    private Path config(int webhookPort, int mailPort) throws IOException {
        Path secrets = Files.createDirectories(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("slack_webhook"), "http://127.0.0.1:" + webhookPort + "/hook");
        Files.writeString(secrets.resolve("smtp_password"), "mail-password-4711");
        String text = Checkout.text("monitoring/alertmanager/alertmanager-notify.yml")
                .replace("/etc/alertmanager/secrets", secrets.toString())
                .replace(
                        "smtp_smarthost: mail.example.org:587",
                        "smtp_smarthost: 127.0.0.1:" + mailPort + "\n  smtp_require_tls: false")
                .replace("group_wait: 10s", "group_wait: 100ms");
        assertThat(text).contains("127.0.0.1:" + mailPort);
        return Files.writeString(folder.resolve("alertmanager.yml"), text);
    }

    private static void post(int port, String severity) throws Exception {
        String alerts = "[{\"labels\":{\"alertname\":\"T_" + severity + "\",\"severity\":\"" + severity
                + "\",\"component\":\"connect\"},\"annotations\":{\"summary\":\"summary of " + severity
                + "\",\"impact\":\"i\",\"action\":\"a\",\"runbook_url\":\"docs/runbooks/x.md\"}}]";
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v2/alerts"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(alerts))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Test
    void deliversByMailAndWebhookAccordingToTheSeverity() throws Exception {
        Programs.problem().ifPresent(problem -> NotChecked.skip("mail and webhook of Alertmanager", problem));
        HttpServer webhook = webhook();
        int port = FreePorts.one();
        try (MailSink mail = new MailSink();
                Daemon alertmanager = new Daemon(
                                "alertmanager",
                                Command.of(
                                                Programs.path("prometheus-alertmanager")
                                                        .toString(),
                                                "--config.file="
                                                        + config(
                                                                webhook.getAddress()
                                                                        .getPort(),
                                                                mail.port()),
                                                "--storage.path=" + folder.resolve("data"),
                                                "--web.listen-address=127.0.0.1:" + port,
                                                "--cluster.listen-address=")
                                        .withOnly(Map.of()),
                                folder)
                        .start()) {
            assertThat(alertmanager).isNotNull();
            await().atMost(LIMIT).until(() -> new Alertmanager(port).isReady());
            for (String severity : List.of("critical", "warning", "info")) {
                post(port, severity);
            }

            await().atMost(LIMIT).untilAsserted(() -> {
                assertThat(posted).anyMatch(body -> body.contains("summary of critical"));
                assertThat(posted).anyMatch(body -> body.contains("summary of warning"));
                assertThat(mail.sessions()).isNotEmpty();
            });
            assertThat(mail.sessions()).allSatisfy(session -> assertThat(session)
                    .contains("RCPT TO:<on-call@example.org>", "T_critical")
                    .doesNotContain("T_warning", "T_info"));
            assertThat(posted).noneMatch(body -> body.contains("T_info"));
        } finally {
            webhook.stop(0);
        }
    }
}

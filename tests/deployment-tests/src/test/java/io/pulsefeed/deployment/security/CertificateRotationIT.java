package io.pulsefeed.deployment.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.deployment.process.Command;
import io.pulsefeed.deployment.process.Daemon;
import io.pulsefeed.deployment.process.PropertiesFile;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rotation of certificates in docs/security.md, on a running broker of the secured stack. */
@Tag("release")
class CertificateRotationIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private final SecureHome home = SecureHome.in(folder);

    private void makeSecrets() {
        Command.of(
                        "/bin/sh",
                        Checkout.path("security/make-secrets").toString(),
                        "--dir",
                        home.secrets().toString())
                .withOnly(Map.of())
                .succeed(home.log("make-secrets.log"));
    }

    /** The administrator's settings, as a client that was configured now has them. */
    private Properties settings() {
        Properties settings = PropertiesFile.read(home.secrets().resolve("admin/kafka.properties"));
        settings.put("bootstrap.servers", "localhost:" + home.clientPort());
        settings.put("request.timeout.ms", "4000");
        settings.put("default.api.timeout.ms", "5000");
        return settings;
    }

    private static void listTopics(Properties settings) throws Exception {
        try (Admin admin = Admin.create(settings)) {
            admin.listTopics().names().get();
        }
    }

    /** The serial number of the certificate that the broker presents. */
    private BigInteger serial() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyCertificate()}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", home.clientPort())) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    private Daemon startBroker() throws IOException {
        Daemon broker = SecureBroker.start(home);
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> listTopics(settings()));
        return broker;
    }

    @Test
    void rotatesCertificatesAndThenTheAuthority() throws Exception {
        makeSecrets();
        Daemon broker = startBroker();
        try {
            Properties before = settings();
            BigInteger first = serial();

            for (String file :
                    List.of("broker/keystore.pem", "connect/rest.pem", "admin/operator.pem", "kafka-ui/rest.pem")) {
                Files.delete(home.secrets().resolve(file));
            }
            makeSecrets();
            broker.close();
            broker = startBroker();
            BigInteger second = serial();
            assertThat(second).isNotEqualTo(first);
            listTopics(before);
            assertThat(home.secrets().resolve("connect/rest.p12")).isRegularFile();

            deleteAuthority();
            makeSecrets();
            broker.close();
            broker = startBroker();
            assertThat(serial()).isNotEqualTo(second);
            assertThatThrownBy(() -> listTopics(before))
                    .as("trusts the old authority only")
                    .isInstanceOf(Exception.class);
            listTopics(settings());
        } finally {
            broker.close();
        }
    }

    /** All certificates, key stores and trust stores, and the authority. Passwords are kept. */
    private void deleteAuthority() throws IOException {
        try (Stream<Path> files = Files.walk(home.secrets())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (file.toString().matches(".*\\.(pem|p12|crt|key)")) {
                    Files.delete(file);
                }
            }
        }
    }

    private static final class AnyCertificate implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

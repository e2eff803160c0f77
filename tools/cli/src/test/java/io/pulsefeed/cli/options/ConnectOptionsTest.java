package io.pulsefeed.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.pulsefeed.admin.AdminException;
import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** An https worker that requires a client certificate. Client and worker use the same key pair, and trust it. */
class ConnectOptionsTest {

    private static final String PASSWORD = "changeit-7";

    @TempDir
    private static Path folder;

    private static HttpsServer worker;

    @BeforeAll
    static void start() throws Exception {
        Path store = folder.resolve("pair.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "pair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        worker = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SSLContext tls = context(store);
        worker.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters settings = tls.getDefaultSSLParameters();
                settings.setNeedClientAuth(true);
                parameters.setSSLParameters(settings);
            }
        });
        worker.createContext("/connectors", exchange -> {
            byte[] body = "[\"rows\"]".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        worker.start();
    }

    @AfterAll
    static void stop() {
        worker.stop(0);
    }

    private static SSLContext context(Path store) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("pair", keys.getCertificate("pair"));
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }

    private static ConnectOptions options(String properties) throws IOException {
        Path file = Files.writeString(folder.resolve("connect.properties"), properties);
        ConnectOptions options = new ConnectOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("o", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs(
                        "--connect-url",
                        "https://localhost:" + worker.getAddress().getPort(),
                        "--connect-config",
                        file.toString());
        return options;
    }

    @Test
    void sendsAClientCertificateFromPemFiles() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("pair.p12"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        String certificate = pem("CERTIFICATE", keys.getCertificate("pair").getEncoded());
        Path trust = Files.writeString(folder.resolve("trust.pem"), certificate);
        Path own = Files.writeString(
                folder.resolve("own.pem"),
                pem("PRIVATE KEY", keys.getKey("pair", PASSWORD.toCharArray()).getEncoded()) + certificate);

        ConnectOptions options = options("ssl.truststore.type=PEM\nssl.truststore.location=" + trust
                + "\nssl.keystore.type=PEM\nssl.keystore.location=" + own + "\n");

        assertThat(options.rest().connectors()).containsExactly("rows");
    }

    @Test
    void isRejectedWithoutAClientCertificate() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("pair.p12"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Path trust = Files.writeString(
                folder.resolve("trust.pem"),
                pem("CERTIFICATE", keys.getCertificate("pair").getEncoded()));

        ConnectOptions options = options("ssl.truststore.type=PEM\nssl.truststore.location=" + trust + "\n");

        assertThatThrownBy(() -> options.rest().connectors()).isInstanceOf(AdminException.class);
    }

    @Test
    void reportsAMissingKeyStore() throws IOException {
        ConnectOptions options = options("ssl.keystore.location=/nowhere/own.p12\nssl.keystore.password=x\n");

        assertThatThrownBy(options::rest)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("connect.properties")
                .hasMessageContaining("/nowhere/own.p12");
    }
}

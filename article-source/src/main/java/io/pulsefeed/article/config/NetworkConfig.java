package io.pulsefeed.article.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.EnumChoice;
import io.pulsefeed.commons.config.Validators;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * The network between the worker and the sites.
 *
 * @param proxy null to connect to the sites directly
 * @param proxyUser empty for a proxy without authentication
 * @param proxyDns who resolves the names of sites if there is a proxy
 * @param certificates PEM file with further trusted certificates; null for none
 */
public record NetworkConfig(
        @Nullable URI proxy, String proxyUser, Password proxyPassword, ProxyDns proxyDns, @Nullable Path certificates) {

    /** A direct connection. */
    public static final NetworkConfig DIRECT = new NetworkConfig(null, "", new Password(""), ProxyDns.WORKER, null);

    public static final String PROXY_URL = "http.proxy.url";
    public static final String PROXY_USER = "http.proxy.user";
    public static final String PROXY_PASSWORD = "http.proxy.password";
    public static final String PROXY_DNS = "http.proxy.dns";
    public static final String CERTIFICATES_PATH = "http.certificates.path";

    private static final String GROUP = "Network";
    private static final EnumChoice<ProxyDns> DNS = EnumChoice.of(ProxyDns.class);

    /** Who resolves the names of sites. */
    public enum ProxyDns {
        /** The worker, which then checks the addresses. */
        WORKER,
        /** Only the proxy. */
        PROXY
    }

    static NetworkConfig of(AbstractConfig config) {
        String proxy = config.getString(PROXY_URL);
        return new NetworkConfig(
                proxy.isBlank() ? null : URI.create(proxy.strip()),
                config.getString(PROXY_USER),
                config.getPassword(PROXY_PASSWORD),
                DNS.get(config, PROXY_DNS),
                ContentConfig.pathOrNull(config.getString(CERTIFICATES_PATH)));
    }

    static void addTo(ConfigDef definition) {
        ConfigKey.of(PROXY_URL, Type.STRING)
                .defaultsTo("")
                .validatedBy(Validators.ofText("empty, or http://host:port", NetworkConfig::requireProxy))
                .importance(Importance.LOW)
                .width(Width.LONG)
                .displayedAs("HTTP proxy")
                .documentedAs(
                        """
                        HTTP proxy for all requests, such as http://proxy.example.com:3128. https pages are read through a
                        CONNECT tunnel. The proxy itself may have a private address. When empty, the worker connects to the
                        sites directly.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(PROXY_USER, Type.STRING)
                .defaultsTo("")
                .importance(Importance.LOW)
                .displayedAs("Proxy user")
                .documentedAs("User name for a proxy with Basic or Digest authentication. When empty, none is sent.")
                .addTo(definition, GROUP);
        ConfigKey.of(PROXY_PASSWORD, Type.PASSWORD)
                .defaultsTo("")
                .importance(Importance.LOW)
                .displayedAs("Proxy password")
                .documentedAs("Password for http.proxy.user. It is only sent to the proxy.")
                .addTo(definition, GROUP);
        ConfigKey.of(PROXY_DNS, DNS, ProxyDns.WORKER)
                .importance(Importance.LOW)
                .displayedAs("Name resolution with a proxy")
                .documentedAs(
                        """
                        Who resolves the names of sites if http.proxy.url is set. worker also resolves each name on the
                        worker and refuses private addresses before it sends the request to the proxy. proxy is for workers
                        that cannot resolve public names: only addresses in URLs and names without a domain are refused, so
                        the proxy must refuse private addresses.
                        """)
                .addTo(definition, GROUP);
        ConfigKey.of(CERTIFICATES_PATH, Type.STRING)
                .defaultsTo("")
                .importance(Importance.LOW)
                .width(Width.LONG)
                .displayedAs("Trusted certificates")
                .documentedAs(
                        """
                        Path of a PEM file on the worker with certificates of authorities that are trusted in addition to those
                        of the JVM, for example that of a proxy that inspects TLS. Restart the connector after a change.
                        """)
                .addTo(definition, GROUP);
    }

    private static void requireProxy(String text) {
        if (text.isBlank()) {
            return;
        }
        try {
            URI url = new URI(text.strip());
            boolean hasPath = url.getRawPath() != null && !url.getRawPath().matches("/?");
            Validators.require(
                    "http".equalsIgnoreCase(url.getScheme()) && url.getHost() != null && url.getPort() > 0 && !hasPath,
                    "must have the form http://host:port.");
            Validators.require(
                    url.getRawUserInfo() == null,
                    "must not contain a user name or password; set " + PROXY_USER + " and " + PROXY_PASSWORD + ".");
        } catch (URISyntaxException e) {
            Validators.require(false, "must have the form http://host:port.");
        }
    }
}

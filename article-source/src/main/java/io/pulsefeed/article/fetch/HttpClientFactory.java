package io.pulsefeed.article.fetch;

import io.pulsefeed.article.config.FetchConfig;
import io.pulsefeed.article.config.NetworkConfig;
import java.net.URI;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Creates HTTP clients without redirects, cookies, retries, decompression, and credentials of sites. */
final class HttpClientFactory {

    private static final int MAX_LINE_LENGTH = 16 << 10;
    private static final int MAX_HEADERS = 200;

    private HttpClientFactory() {}

    /** @throws IllegalArgumentException if the file of trusted certificates cannot be read */
    static CloseableHttpClient create(FetchConfig settings, NetworkConfig network, DnsResolver resolver) {
        Timeout response = Timeout.of(settings.requestTimeout());
        HttpClientBuilder client = HttpClients.custom()
                .setUserAgent(settings.userAgent())
                .setConnectionManager(connections(settings, network, resolver))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(response)
                        .setResponseTimeout(response)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .evictExpiredConnections()
                .evictIdleConnections(TimeValue.ofSeconds(30))
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableAutomaticRetries();
        URI proxy = network.proxy();
        if (proxy != null) {
            client.setProxy(new HttpHost(proxy.getScheme(), proxy.getHost(), proxy.getPort()));
            if (!network.proxyUser().isEmpty()) {
                BasicCredentialsProvider credentials = new BasicCredentialsProvider();
                credentials.setCredentials(
                        new AuthScope(proxy.getHost(), proxy.getPort()),
                        new UsernamePasswordCredentials(
                                network.proxyUser(),
                                network.proxyPassword().value().toCharArray()));
                client.setDefaultCredentialsProvider(credentials);
            }
        }
        return client.build();
    }

    private static PoolingHttpClientConnectionManager connections(
            FetchConfig settings, NetworkConfig network, DnsResolver resolver) {
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(resolver)
                .setMaxConnTotal(256)
                .setMaxConnPerRoute(2)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                        .setSocketTimeout(Timeout.of(settings.requestTimeout()))
                        .setTimeToLive(TimeValue.ofMinutes(2))
                        .build())
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(MAX_LINE_LENGTH)
                                .setMaxHeaderCount(MAX_HEADERS)
                                .build())
                        .build());
        if (network.certificates() != null) {
            connections.setTlsSocketStrategy(
                    new DefaultClientTlsStrategy(TrustedCertificates.context(network.certificates())));
        }
        return connections.build();
    }
}

package io.pulsefeed.article.fetch;

import io.pulsefeed.article.config.NetworkConfig;
import io.pulsefeed.article.config.NetworkConfig.ProxyDns;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Checks the hosts of requests that a proxy sends. The HTTP client then resolves only the name of the proxy, which may be private; it
 * cannot be reached as a site.
 */
final class ProxyTargets implements DnsResolver {

    /** A host that is an IP address: in brackets, or with a last part that is a number in any notation. */
    private static final Pattern ADDRESS = Pattern.compile("\\[.*]|.*:.*|(?:.*\\.)?(?:\\d+|0[xX][0-9a-fA-F]*)\\.?");

    /** Other notations are refused: the proxy can read them differently, for example 0177.0.0.1 as an octal number. */
    private static final Pattern PLAIN_ADDRESS =
            Pattern.compile("\\[.*]|(?:(?:\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])(?:\\.(?!$)|$)){4}");

    private static final Pattern LOCAL_NAME =
            Pattern.compile("[^.]+\\.?|.*\\.(?:localhost|local|localdomain|internal|intranet|lan|home|corp)\\.?");

    private final NetworkConfig network;
    private final DnsResolver sites;

    /** @param sites refuses private addresses */
    ProxyTargets(NetworkConfig network, DnsResolver sites) {
        this.network = network;
        this.sites = sites;
    }

    /**
     * @throws PrivateAddressException if the host is or may be private
     * @throws UnknownHostException if the worker must resolve the name and cannot
     */
    void check(URI url) throws UnknownHostException {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        boolean isAddress = ADDRESS.matcher(host).matches();
        if (isAddress && !PLAIN_ADDRESS.matcher(host).matches()) {
            throw new PrivateAddressException(host, "an address in a notation that programs read differently");
        }
        if (network.proxyDns() == ProxyDns.WORKER || isAddress) {
            sites.resolve(host);
        } else if (LOCAL_NAME.matcher(host).matches()) {
            throw new PrivateAddressException(host, "an address that only the proxy knows");
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        String proxy = Objects.requireNonNull(network.proxy()).getHost();
        return host.equalsIgnoreCase(proxy) ? InetAddress.getAllByName(host) : sites.resolve(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}

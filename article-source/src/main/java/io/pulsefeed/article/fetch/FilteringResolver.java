package io.pulsefeed.article.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Resolves host names and rejects those with private addresses. The HTTP client connects to exactly the addresses that this
 * resolver returns, which prevents DNS rebinding.
 */
public final class FilteringResolver implements DnsResolver {

    /** The underlying DNS lookup. */
    public interface Lookup {

        Lookup SYSTEM = InetAddress::getAllByName;

        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final Lookup lookup;
    private final AddressPolicy policy;

    public FilteringResolver(Lookup lookup, AddressPolicy policy) {
        this.lookup = lookup;
        this.policy = policy;
    }

    /**
     * @throws UnknownHostException if the name is unknown or any of its addresses is private
     */
    @Override
    public InetAddress[] resolve(@Nullable String host) throws UnknownHostException {
        // InetAddress resolves a null or empty name to loopback.
        if (host == null || host.isEmpty()) {
            throw new UnknownHostException("no host name");
        }
        InetAddress[] addresses = lookup.addresses(host);
        for (InetAddress address : addresses) {
            if (!policy.permits(address)) {
                throw new PrivateAddressException(host, address.getHostAddress());
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}

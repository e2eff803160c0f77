package io.pulsefeed.article.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks names up and refuses those that lead to private addresses. The HTTP client connects to exactly the addresses that
 * this returns, so a name that answers differently the second time (DNS rebinding) gains nothing.
 */
public final class GuardedResolver implements DnsResolver {

    /** Where answers come from; tests give their own. */
    public interface Lookup {

        Lookup SYSTEM = InetAddress::getAllByName;

        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final Lookup lookup;
    private final AddressPolicy policy;

    public GuardedResolver(Lookup lookup, AddressPolicy policy) {
        this.lookup = lookup;
        this.policy = policy;
    }

    /**
     * @throws UnknownHostException when the name is unknown, or one of its addresses is private: a name that mixes both is
     *     not an honest one
     */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        // InetAddress takes no name at all for loopback.
        if (host == null || host.isEmpty()) {
            throw new UnknownHostException("no host");
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

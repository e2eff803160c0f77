package io.pulsefeed.article.fetch;

import java.net.UnknownHostException;

/** A host name resolved to an address that the {@link AddressPolicy} does not permit. */
final class PrivateAddressException extends UnknownHostException {

    PrivateAddressException(String host, String address) {
        super("'" + host + "' resolves to " + address + ", a private or reserved address");
    }
}

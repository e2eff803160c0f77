package io.pulsefeed.article.fetch;

import java.net.UnknownHostException;

/** A name led to an address that may not be connected to. */
final class PrivateAddressException extends UnknownHostException {

    PrivateAddressException(String host, String address) {
        super("'" + host + "' leads to " + address + ", a private or reserved address");
    }
}

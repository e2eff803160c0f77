package io.pulsefeed.emotibit.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** One IPv4 address, or a CIDR range such as {@code 192.168.1.0/24} without its network and broadcast addresses. */
record AddressRange(int first, int last) {

    private static final int BITS = 32;
    private static final int WIDEST_PREFIX = 20;
    private static final int OCTETS = 4;

    /** @throws IllegalArgumentException with a message that states the valid form */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        int address = address(slash < 0 ? text : text.substring(0, slash), text);
        if (slash < 0) {
            return new AddressRange(address, address);
        }
        int prefix = number(text.substring(slash + 1), text);
        if (prefix < WIDEST_PREFIX || prefix > BITS) {
            throw new IllegalArgumentException("'" + text + "' must have a prefix length between " + WIDEST_PREFIX
                    + " (4096 addresses) and " + BITS);
        }
        int mask = -1 << BITS - prefix;
        int network = address & (prefix == 0 ? 0 : mask);
        int broadcast = network | ~mask;
        return prefix >= BITS - 1 ? new AddressRange(network, broadcast) : new AddressRange(network + 1, broadcast - 1);
    }

    List<InetAddress> addresses() {
        List<InetAddress> all = new ArrayList<>();
        for (int address = first; ; address++) {
            all.add(toAddress(address));
            if (address == last) {
                return all;
            }
        }
    }

    private static InetAddress toAddress(int address) {
        byte[] octets = {(byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address};
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four octets always form an IPv4 address", e);
        }
    }

    private static int address(String address, String whole) {
        String[] octets = address.split("\\.", -1);
        if (octets.length != OCTETS) {
            throw new IllegalArgumentException(
                    "'" + whole + "' is not an IPv4 address (192.168.1.20) or range (192.168.1.0/24)");
        }
        int value = 0;
        for (String octet : octets) {
            int number = number(octet, whole);
            if (number > 255) {
                throw new IllegalArgumentException("'" + whole + "' has an octet above 255");
            }
            value = value << 8 | number;
        }
        return value;
    }

    private static int number(String digits, String whole) {
        if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(
                    "'" + whole + "' is not an IPv4 address (192.168.1.20) or range (192.168.1.0/24)");
        }
        return Integer.parseInt(digits);
    }
}

package io.pulsefeed.article.fetch;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which IP addresses may be connected to (SSRF protection). The methods of {@link InetAddress} are not sufficient:
 * {@code isSiteLocalAddress} is false for 100.64.0.0/10, fd00::/8, 198.18.0.0/15, ::127.0.0.1 and 64:ff9b::/96. This class
 * lists the ranges of the IANA special-purpose registries explicitly.
 */
public final class AddressPolicy {

    private static final List<Range> ALWAYS_BLOCKED = ranges(
            "0.0.0.0/8",
            "169.254.0.0/16",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/128",
            "fe80::/10",
            "ff00::/8",
            "2001:db8::/32");
    private static final List<Range> PRIVATE = ranges(
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "::1/128",
            "fc00::/7",
            "fec0::/10");
    private static final Range COMPATIBLE = range("::/96");
    private static final Range MAPPED = range("::ffff:0:0/96");
    private static final Range NAT64 = range("64:ff9b::/96");
    private static final Range SIX_TO_FOUR = range("2002::/16");
    private static final Range NAT64_LOCAL = range("64:ff9b:1::/48");
    private static final Range TEREDO = range("2001::/32");

    private final boolean privateAllowed;

    /** @param privateAllowed permits loopback and private ranges, but never link-local, multicast or reserved ones */
    public AddressPolicy(boolean privateAllowed) {
        this.privateAllowed = privateAllowed;
    }

    public boolean permits(InetAddress address) {
        return permits(address.getAddress());
    }

    private boolean permits(byte[] address) {
        if (address.length == 4) {
            return permitsUnwrapped(address);
        }
        if (MAPPED.contains(address) || NAT64.contains(address)) {
            return permits(slice(address, 12));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return permits(slice(address, 2));
        }
        boolean loopback = COMPATIBLE.contains(address) && isOne(address);
        if (!loopback && (COMPATIBLE.contains(address) || NAT64_LOCAL.contains(address) || TEREDO.contains(address))) {
            return false;
        }
        return permitsUnwrapped(address);
    }

    private boolean permitsUnwrapped(byte[] address) {
        return !anyContains(ALWAYS_BLOCKED, address) && (privateAllowed || !anyContains(PRIVATE, address));
    }

    private static boolean isOne(byte[] address) {
        return address[15] == 1 && address[14] == 0 && address[13] == 0 && address[12] == 0;
    }

    private static byte[] slice(byte[] address, int from) {
        return new byte[] {address[from], address[from + 1], address[from + 2], address[from + 3]};
    }

    private static boolean anyContains(List<Range> ranges, byte[] address) {
        for (Range range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static List<Range> ranges(String... texts) {
        List<Range> ranges = new ArrayList<>();
        for (String text : texts) {
            ranges.add(range(text));
        }
        return List.copyOf(ranges);
    }

    private static Range range(String text) {
        int slash = text.indexOf('/');
        String literal = text.substring(0, slash);
        int bits = Integer.parseInt(text.substring(slash + 1));
        return new Range(Literal.bytes(literal), bits);
    }

    private record Range(byte[] base, int bits) {

        boolean contains(byte[] address) {
            if (address.length != base.length) {
                return false;
            }
            int whole = bits / 8;
            for (int i = 0; i < whole; i++) {
                if (address[i] != base[i]) {
                    return false;
                }
            }
            int rest = bits % 8;
            return rest == 0 || ((address[whole] ^ base[whole]) & (0xFF << (8 - rest)) & 0xFF) == 0;
        }
    }

    /** Parses the address literals above; the JDK would convert an IPv4-mapped literal to an IPv4 address. */
    private static final class Literal {

        static byte[] bytes(String literal) {
            if (literal.indexOf(':') < 0) {
                String[] parts = literal.split("\\.");
                byte[] four = new byte[4];
                for (int i = 0; i < 4; i++) {
                    four[i] = (byte) Integer.parseInt(parts[i]);
                }
                return four;
            }
            byte[] sixteen = new byte[16];
            int gap = literal.indexOf("::");
            fill(sixteen, 0, literal.substring(0, gap));
            String tail = literal.substring(gap + 2);
            if (!tail.isEmpty()) {
                fill(sixteen, 16 - 2 * tail.split(":").length, tail);
            }
            return sixteen;
        }

        private static void fill(byte[] into, int from, String groups) {
            int at = from;
            for (String group : groups.split(":")) {
                if (!group.isEmpty()) {
                    int value = Integer.parseInt(group, 16);
                    into[at++] = (byte) (value >> 8);
                    into[at++] = (byte) value;
                }
            }
        }
    }
}

package io.pulsefeed.article.fetch;

import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/** The hosts and ports that belong to a site. */
public final class HostRules {

    private static final PublicSuffixMatcher SUFFIXES = PublicSuffixMatcherLoader.getDefault();

    private final Set<String> hosts = new HashSet<>();
    private final Set<String> suffixes = new HashSet<>();
    private final Set<Integer> ports = new HashSet<>(Set.of(80, 443));
    private boolean isHttpAllowed;

    /**
     * @param allowed exact hosts, {@code *.domain} or {@code host:port}, in lower case
     * @param sources URLs of the site's lists: their ports are allowed, and their registrable domains if {@code allowed} is
     *     empty
     */
    public HostRules(List<String> allowed, Collection<URI> sources) {
        for (URI source : sources) {
            ports.add(port(source));
            isHttpAllowed |= "http".equals(source.getScheme());
            if (allowed.isEmpty()) {
                String domain = registrable(withoutDot(source.getHost().toLowerCase(Locale.ROOT)));
                hosts.add(domain);
                suffixes.add("." + domain);
            }
        }
        for (String rule : allowed) {
            add(rule);
        }
    }

    private void add(String rule) {
        int colon = rule.lastIndexOf(':');
        boolean hasPort = colon > rule.lastIndexOf(']') && colon >= 0;
        if (hasPort) {
            ports.add(Integer.parseInt(rule.substring(colon + 1)));
        }
        String host = withoutDot(hasPort ? rule.substring(0, colon) : rule);
        if (host.startsWith("*.")) {
            suffixes.add(host.substring(1));
        } else {
            hosts.add(host);
        }
    }

    /**
     * Checks whether {@code url} may be requested.
     *
     * @param article true for articles, whose host must belong to the site; false for lists and their redirects
     */
    public Optional<Refusal> check(URI url, boolean article) {
        String scheme = url.getScheme();
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            return Optional.of(Refusal.SCHEME);
        }
        if (url.getHost() == null) {
            return Optional.of(Refusal.HOST);
        }
        if (url.getRawUserInfo() != null) {
            return Optional.of(Refusal.USER_INFO);
        }
        if (!ports.contains(port(url))) {
            return Optional.of(Refusal.PORT);
        }
        return article && !allows(url.getHost()) ? Optional.of(Refusal.HOST_NOT_ALLOWED) : Optional.empty();
    }

    /** Whether the headers of the site may be sent to {@code url}: only encrypted, unless the site has lists without encryption. */
    boolean isOwn(URI url) {
        return check(url, true).isEmpty() && (isHttpAllowed || "https".equals(url.getScheme()));
    }

    /** A name with a dot at the end is the same host. */
    private static String withoutDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private boolean allows(String name) {
        String host = withoutDot(name);
        if (hosts.contains(host)) {
            return true;
        }
        for (String suffix : suffixes) {
            if (host.endsWith(suffix)) {
                return true;
            }
        }
        return false;
    }

    /** The registrable domain of a host, for example {@code example.co.uk}; an IP address is returned as is. */
    static String registrable(String host) {
        boolean isName = host.indexOf(':') < 0 && !host.endsWith(".") && !host.matches("[0-9.]+");
        String domain = isName ? SUFFIXES.getDomainRoot(host) : null;
        return domain == null || domain.isEmpty() ? host : domain;
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
    }
}

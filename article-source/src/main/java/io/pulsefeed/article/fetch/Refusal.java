package io.pulsefeed.article.fetch;

import java.util.Locale;

/** Why an address is not fetched. */
public enum Refusal {
    SCHEME("only http and https are read"),
    HOST("it has no host that can be resolved"),
    USER_INFO("it holds a user or a password"),
    PORT("its port is not one of the site's; list host:port in allowedHosts"),
    HOST_NOT_ALLOWED("its host is not one of the site's; list it in allowedHosts"),
    PRIVATE_ADDRESS("it leads to a private or reserved address"),
    DOWNGRADE("it leads from https to http"),
    REDIRECT_LOOP("it redirects to itself"),
    REDIRECTS("it redirects more often than http.max.redirects"),
    MALFORMED("it is no URL");

    private final String reason;

    Refusal(String reason) {
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }

    /** For metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package io.pulsefeed.article.fetch;

/** Why a URL is not fetched. */
public enum Refusal {
    SCHEME("only http and https are supported"),
    HOST("it has no valid host name"),
    USER_INFO("it contains a user name or password"),
    PORT("its port is not allowed; add host:port to allowedHosts"),
    HOST_NOT_ALLOWED("its host is not allowed; add it to allowedHosts"),
    PRIVATE_ADDRESS("it resolves to a private or reserved address"),
    DOWNGRADE("it redirects from https to http"),
    REDIRECT_LOOP("redirect loop"),
    REDIRECTS("more redirects than http.max.redirects"),
    MALFORMED("it is not a valid URL");

    private final String reason;

    Refusal(String reason) {
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}

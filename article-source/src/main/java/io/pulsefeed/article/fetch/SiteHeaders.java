package io.pulsefeed.article.fetch;

import java.util.Map;

/** Headers that are sent only to the hosts of a site. They can be secret, so the text form does not contain them. */
public final class SiteHeaders {

    public static final SiteHeaders NONE = new SiteHeaders(Map.of());

    private final Map<String, String> byName;

    public SiteHeaders(Map<String, String> byName) {
        this.byName = Map.copyOf(byName);
    }

    public Map<String, String> byName() {
        return byName;
    }

    @Override
    public String toString() {
        return byName.size() + " headers";
    }
}

package io.pulsefeed.article.date;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of meta tags that contain dates. Names are compared in lower case without separators. */
final class MetaDates {

    private static final int MIN_SUFFIX = 11;

    /** Publication dates, the most specific first. */
    static final List<String> PUBLISHED = List.of(
            "articlepublishedtime",
            "ogarticlepublishedtime",
            "ogpublishedtime",
            "articlepublished",
            "articlepublisheddate",
            "parselypubdate",
            "sailthrudate",
            "datepublished",
            "dcdateissued",
            "dcissued",
            "dctermsissued",
            "dctermsdateissued",
            "cxenseparserecspublishtime",
            "cxenseparsepublishtime",
            "rnewsdatepublished",
            "btpubdate",
            "articledateoriginal",
            "originalpublicationdate",
            "publicationdate",
            "publisheddate",
            "publishdate",
            "publishtime",
            "publishedtime",
            "publishedat",
            "datepublication",
            "pubdate",
            "pdate",
            "newspublicationdate",
            "dcpublished",
            "dcdatepublished",
            "dctermsavailable",
            "ptdate",
            "citationpublicationdate",
            "citationonlinedate",
            "citationdate",
            "prismpublicationdate",
            "epublicationdate",
            "articlecreated",
            "datecreated",
            "dcdatecreated",
            "dccreated",
            "dctermscreated",
            "dctermscreateddate",
            "dateposted",
            "postdate",
            "releasedate",
            "articledate",
            "articlecreateat");

    /** Some sites set these to the time of the last change. */
    static final Set<String> GENERIC = Set.of(
            "dcdate",
            "dctermsdate",
            "date",
            "datetime",
            "displaydate",
            "created",
            "creationdate",
            "createdate",
            "timestamp",
            "doccreated");

    static final Set<String> UPDATED = Set.of(
            "articlemodifiedtime",
            "ogarticlemodifiedtime",
            "ogupdatedtime",
            "articleupdatedtime",
            "articlemodified",
            "articleupdated",
            "articledateupdated",
            "datemodified",
            "dateupdated",
            "dcdatemodified",
            "dctermsmodified",
            "dcmodified",
            "dctermsdatemodified",
            "lastmodified",
            "lastmod",
            "lastupdated",
            "modificationdate",
            "modified",
            "moddate",
            "revised",
            "updated",
            "updatedat",
            "revisiondate",
            "utime");

    private MetaDates() {}

    /** The name in {@link #PUBLISHED} that {@code key} ends with, because some plugins prefix it; null if there is none. */
    static @Nullable String published(String key) {
        for (String name : PUBLISHED) {
            if (key.equals(name) || name.length() >= MIN_SUFFIX && key.endsWith(name)) {
                return name;
            }
        }
        return null;
    }

    static String key(String name) {
        StringBuilder key = new StringBuilder(name.length());
        for (int i = 0; i < name.length() && key.length() < 50; i++) {
            if (Character.isLetterOrDigit(name.charAt(i))) {
                key.append(name.charAt(i));
            }
        }
        return key.toString().toLowerCase(Locale.ROOT);
    }
}

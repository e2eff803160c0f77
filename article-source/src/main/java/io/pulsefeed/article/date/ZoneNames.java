package io.pulsefeed.article.date;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Abbreviated time zone names. Several regions use the same name, so a name can have several offsets, the most common one first. */
final class ZoneNames {

    /** Names, then their offsets from UTC or their region. */
    private static final List<String> TABLE = List.of(
            "UTC GMT UT WET Z=+00:00",
            "WEST WAT=+01:00",
            "CET MET MEZ=+01:00",
            "CEST MEST MESZ=+02:00",
            "EET CAT SAST=+02:00",
            "EEST IDT MSK TRT EAT=+03:00",
            "MSD=+04:00",
            "BST=+01:00 +06:00",
            "IST=+05:30 +02:00 +01:00",
            "IRST=+03:30",
            "GST=+04:00",
            "PKT UZT=+05:00",
            "NPT=+05:45",
            "ICT WIB=+07:00",
            "WITA SGT HKT MYT PHT AWST=+08:00",
            "WIT JST KST=+09:00",
            "ACST=+09:30",
            "ACDT=+10:30",
            "AEST=+10:00",
            "AEDT=+11:00",
            "NZST=+12:00",
            "NZDT=+13:00",
            "NST=-03:30",
            "NDT=-02:30",
            "AST=-04:00 +03:00",
            "ADT BRT ART CLST UYT=-03:00",
            "BRST=-02:00",
            "CLT VET=-04:00",
            "COT PET ECT=-05:00",
            "EST=-05:00 +10:00",
            "EDT=-04:00 +11:00",
            "CST=-06:00 +08:00 -05:00",
            "CDT=-05:00 -04:00",
            "MST=-07:00 +08:00",
            "MDT=-06:00",
            "PST=-08:00 +08:00",
            "PDT=-07:00",
            "AKST=-09:00",
            "AKDT=-08:00",
            "HST=-10:00",
            "HDT=-09:00",
            "SST=-11:00 +08:00",
            "ET=America/New_York",
            "CT=America/Chicago",
            "MT=America/Denver",
            "PT=America/Los_Angeles",
            "AET=Australia/Sydney");

    private static final Map<String, List<ZoneId>> ZONES = new HashMap<>();
    private static final Map<String, String> REGIONS = new HashMap<>();

    static {
        for (String row : TABLE) {
            String[] parts = row.split("=");
            List<ZoneId> zones =
                    List.of(parts[1].split(" ")).stream().map(ZoneId::of).toList();
            for (String name : parts[0].split(" ")) {
                ZONES.put(name, zones);
            }
        }
        ZoneId.getAvailableZoneIds().forEach(id -> REGIONS.put(id.toUpperCase(Locale.ROOT), id));
    }

    private ZoneNames() {}

    static boolean isKnown(String name) {
        return ZONES.containsKey(name.toUpperCase(Locale.ROOT)) || isRegion(name) || isMilitary(name);
    }

    /**
     * The zone that {@code name} means at a local time.
     *
     * @param near the zone of the site; a meaning that is in use there is preferred
     * @return null if the name is unknown
     */
    static @Nullable ZoneId find(String name, LocalDateTime local, ZoneId near) {
        List<ZoneId> zones = ZONES.get(name.toUpperCase(Locale.ROOT));
        if (zones == null) {
            return isRegion(name)
                    ? ZoneId.of(REGIONS.get(name.toUpperCase(Locale.ROOT)))
                    : isMilitary(name) ? ZoneOffset.UTC : null;
        }
        for (ZoneId zone : zones) {
            if (zones.size() > 1 && isInUse((ZoneOffset) zone, local, near)) {
                return zone;
            }
        }
        return zones.get(0);
    }

    private static boolean isInUse(ZoneOffset offset, LocalDateTime local, ZoneId near) {
        try {
            return near.getRules().isValidOffset(local, offset)
                    || near.getRules()
                            .getStandardOffset(local.toInstant(ZoneOffset.UTC))
                            .equals(offset);
        } catch (DateTimeException outOfRange) {
            return false;
        }
    }

    private static boolean isRegion(String name) {
        return name.indexOf('/') > 0 && REGIONS.containsKey(name.toUpperCase(Locale.ROOT));
    }

    /** RFC 822 defined the military letters with the wrong sign, so that RFC 2822 (section 4.3) reads all of them as UTC. */
    private static boolean isMilitary(String name) {
        return name.length() == 1 && name.charAt(0) >= 'A' && name.charAt(0) <= 'Z' && name.charAt(0) != 'J';
    }
}

package io.pulsefeed.cli.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The words of a field name: {@code createdAt}, {@code created_at} and {@code created-at} are {@code created} and {@code at}. */
record Words(List<String> list) {

    private static final Pattern BOUNDARY = Pattern.compile(
            "[^\\p{L}\\p{Nd}]+|(?<=[\\p{Ll}\\p{Nd}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})|(?<=\\p{Ll})(?=\\p{Nd})");

    private static final Set<String> TIME = WordList.of(
            """
            time times timestamp timestamps ts tstamp date datetime at epoch when instant utc timestampms eventtime createdat
            updatedat dt day since until zeit zeitstempel datum heure horodatage temps fecha hora tiempo время дата 時刻 日時 時間 时间 日期""");

    private static final Set<String> IDENTITY = WordList.of(
            """
            id ids uuid guid ulid seq sequence seqno number nr num no nonce offset lsn index idx hash txid tid key serial ref
            reference""");

    private static final Set<String> ENTITY = WordList.of(
            """
            device sensor host hostname station name symbol pair site node machine meter vehicle user customer instrument ticker
            market channel tag asset unit room zone probe gateway instance pod service server source metric type mac imei vin serial
            plate account location city line product sku port axis""");

    /** Things that have many records: their identifier is not that of a record. */
    private static final Set<String> THING = WordList.of(
            """
            user customer client device sensor session account product item sku host station vehicle member patient visitor owner
            author parent store shop driver merchant category location site tenant org organization company employee student agent
            campaign cart group team room zone building machine meter gateway channel instrument market exchange trace span
            correlation request process pid thread worker node pod container cluster instance region country city line asset person
            player seller buyer supplier vendor warehouse route trip flight ship train bus job batch build project tag schema
            version type partition""");

    private static final Set<String> MONEY = WordList.of(
            """
            price amount cost total subtotal balance fee fees tax vat discount revenue salary payment credit debit usd eur gbp prix
            montant betrag preis""");

    private static final Set<String> QUANTITY = WordList.of(
            """
            qty quantity count size volume vol amount price bid ask last high low open close total balance cost fee bytes value rate
            score weight temperature humidity pressure lat lon lng latitude longitude""");

    static Words of(String name) {
        List<String> words = new ArrayList<>();
        for (String word : BOUNDARY.split(name)) {
            if (!word.isEmpty()) {
                words.add(word.toLowerCase(Locale.ROOT));
            }
        }
        return new Words(words);
    }

    boolean hasAny(Set<String> wanted) {
        return list.stream().anyMatch(wanted::contains);
    }

    /** Whether the name can be that of a point in time. */
    boolean isTime() {
        return hasAny(TIME) || list.equals(List.of("t"));
    }

    /** Whether the name can be that of a number or text that identifies a record. */
    boolean isIdentity() {
        return hasAny(IDENTITY)
                || list.size() == 1 && list.get(0).length() > 3 && list.get(0).endsWith("id");
    }

    /** Whether the name can be that of the thing that a record is about. */
    boolean isEntity() {
        return isIdentity() || hasAny(ENTITY);
    }

    /** Whether the name is that of a thing with many records, such as a user, and no word of it is one of {@code subject}. */
    boolean isOfThing(Words subject) {
        return list.stream().anyMatch(word -> THING.contains(word) && !subject.names(word));
    }

    /** Whether a word is one of these, in the singular or the plural. */
    boolean names(String word) {
        return list.contains(word) || list.contains(word + "s") || list.contains(word + "es");
    }

    /** Whether the name is that of an amount of money. */
    boolean isMoney() {
        return hasAny(MONEY);
    }

    /** Whether the name is that of a quantity, which is a number also if it is written as text. */
    boolean isQuantity() {
        return hasAny(QUANTITY) && !isIdentity();
    }
}

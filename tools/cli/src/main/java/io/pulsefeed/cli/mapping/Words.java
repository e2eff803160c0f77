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
            time times timestamp timestamps ts tst tstamp date datetime at epoch when instant utc timestampms eventtime createdat
            updatedat dt day since until zeit zeitstempel datum heure horodatage temps fecha hora tiempo время дата 時刻 日時 時間 时间 日期""");

    /** What happened at a time: {@code created} and {@code capturedUs} are times also without a word for time. */
    private static final Set<String> MOMENT = WordList.of(
            """
            created updated modified changed occurred observed measured sampled recorded captured generated published issued placed
            logged received ingested processed collected inserted started ended finished expires expired expiry deleted closed opened
            paid shipped sent emitted seen happened registered completed scheduled executed traded booked
            read scraped fetched crawled polled downloaded""");

    /** Names of times that mean something else as one word of several. */
    private static final Set<String> SHORT = Set.of("t", "now", "start", "begin", "end", "stop");

    /** Names of types, which wrap a value in some formats: {@code {"created": {"long": 1}}}. */
    private static final Set<String> WRAPPER = WordList.of(
            """
            long int string double float boolean value val date seconds millis nanos sec ms us ns s unix""");

    /** What a record can be, so that its identifier is that of the record. */
    private static final Set<String> RECORD = WordList.of(
            """
            event evt message msg record transaction txn tx trade order invoice payment booking ticket issue response reading
            measurement sample log alert alarm incident delivery shipment packet entry document doc""");

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
            flow connection conn stream conversation chat queue
            player seller buyer supplier vendor warehouse route trip flight ship train bus job batch build project tag schema
            version type partition""");

    private static final Set<String> MONEY = WordList.of(
            """
            price amount cost total subtotal balance fee fees tax vat discount revenue salary payment credit debit usd eur gbp prix
            montant betrag preis""");

    private static final Set<String> VERSION =
            WordList.of("version ver firmware fw software sw hardware hw release build revision rev model kernel");

    /** Words of a length of time, or of a clock that does not start in 1970. */
    private static final Set<String> LENGTH =
            WordList.of("monotonic elapsed duration uptime relative latency delay timeout ttl lifetime");

    private static final Set<String> PRICE = WordList.of("price bid ask last high low open close rate o h l p");

    /** Names that are common for prices and quantities in market data. */
    private static final Set<String> LETTERS = Set.of("o", "h", "l", "p", "q", "v", "vw");

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

    /** The words of the last name; with those of the name before it if the last one only wraps the value. */
    static Words of(List<String> fieldPath) {
        List<String> path = withoutTypes(fieldPath);
        String last = path.isEmpty() ? "" : path.get(path.size() - 1);
        Words words = of(last);
        boolean isWrapper = path.size() > 1 && words.list().stream().allMatch(WRAPPER::contains);
        return isWrapper ? of(path.get(path.size() - 2) + " " + last) : words;
    }

    /** A path without the types of MongoDB's extended JSON, such as {@code $date}. */
    static List<String> withoutTypes(List<String> path) {
        int size = path.size();
        while (size > 1 && path.get(size - 1).startsWith("$")) {
            size--;
        }
        return path.subList(0, size);
    }

    boolean hasAny(Set<String> wanted) {
        return list.stream().anyMatch(wanted::contains);
    }

    /** Whether a word means a time, not only that something happened. */
    static boolean isTimeWord(String word) {
        return TIME.contains(word);
    }

    /** Whether the name can be that of a point in time. */
    boolean isTime() {
        return hasAny(TIME)
                || list.size() == 1 && SHORT.contains(list.get(0))
                || !list.isEmpty() && MOMENT.contains(list.get(0));
    }

    /** Whether the name is that of a length of time. */
    boolean isLength() {
        return hasAny(LENGTH);
    }

    /** Whether the name is that of a price, which can have a fraction although those of the sample have none. */
    boolean isPrice() {
        return hasAny(PRICE) || isMoney();
    }

    /** Whether the name can be that of a number or text that identifies a record. */
    boolean isIdentity() {
        return hasAny(IDENTITY) || list.stream().anyMatch(Words::isCompoundId);
    }

    /** Whether the name is that of an identifier, and not of a property of something with an identifier, as {@code id.orig_port}. */
    boolean endsAsIdentity() {
        String last = list.isEmpty() ? "" : list.get(list.size() - 1);
        boolean startsWithId = list.size() == 2 && list.get(0).equals("id");
        return startsWithId || IDENTITY.contains(last) || isCompoundId(last);
    }

    /** Whether the name is that of a record, such as {@code txn}, so that its value can be the identifier. */
    boolean isRecord() {
        return !list.isEmpty() && RECORD.containsAll(list);
    }

    /** Whether the name is that of a version, which is not a number although it can look like one. */
    boolean isVersion() {
        return hasAny(VERSION) || list.stream().anyMatch(word -> word.endsWith("version"));
    }

    /** {@code userid}, {@code orderid}. */
    private static boolean isCompoundId(String word) {
        String thing = word.endsWith("id") ? word.substring(0, word.length() - 2) : "";
        return THING.contains(thing) || RECORD.contains(thing);
    }

    /** Whether the name is that of the identifier of a record: {@code id}, {@code event_id}, {@code invoiceNumber}. */
    boolean isRecordId(Words subject) {
        return isIdentity()
                && list.stream()
                        .allMatch(word -> IDENTITY.contains(word)
                                || RECORD.contains(word)
                                || isCompoundId(word)
                                || subject.names(word))
                && (list.size() > 1
                        || isCompoundId(list.get(0))
                        || Set.of("id", "uuid", "guid", "ulid").contains(list.get(0)));
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
        return (hasAny(QUANTITY) || list.size() == 1 && LETTERS.contains(list.get(0))) && !isIdentity();
    }
}

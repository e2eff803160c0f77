package io.pulsefeed.article.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.article.StoredOffsets;
import io.pulsefeed.article.metrics.SkipReason;
import io.pulsefeed.commons.accounts.SourceAccounts;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class ArticleAccountsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final URI LINK = URI.create("https://site.example/a/1");
    private static final Instant HOUR = Instant.parse("2026-11-30T08:00:00Z");

    private final Map<Map<String, Object>, Map<String, Object>> stored = new HashMap<>();
    private Instant now = HOUR;
    private long nowNs;
    private ArticleAccounts accounts = create("accounts");
    private SiteAccount site = accounts.site("Süd|News");

    private ArticleAccounts create(String topic) {
        Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
        return new ArticleAccounts(topic, "articles", "rawarticle", List.of("Süd|News", "B"), clock, () -> nowNs);
    }

    private List<JsonNode> due() {
        nowNs += TimeUnit.MINUTES.toNanos(1);
        List<SourceRecord> records = new ArrayList<>();
        accounts.addDueTo(records);
        List<JsonNode> values = new ArrayList<>();
        for (SourceRecord record : records) {
            stored.put(new HashMap<>(map(record.sourcePartition())), new HashMap<>(map(record.sourceOffset())));
            values.add(json(record));
        }
        return values;
    }

    private static JsonNode json(SourceRecord record) {
        try {
            return JSON.readTree((byte[]) record.value());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Object> map(Map<String, ?> map) {
        return new HashMap<>(map);
    }

    private void restart() {
        accounts = create("accounts");
        accounts.restore(new StoredOffsets(stored));
        site = accounts.site("Süd|News");
    }

    @Test
    void countsWhatBecameOfEachListedEntry() {
        site.listed(8);
        site.open(1);
        site.open(2);
        site.open(3);
        site.known(99);
        site.skipListed(98, SkipReason.TOO_OLD);
        site.skip(SkipReason.NO_LINK, 2);
        site.skip(SiteAccount.Outcome.REPEATED, 1);
        accounts.written("Süd|News", 1, HOUR);
        site.skipNew(2, SkipReason.NOT_ARTICLE, LINK);

        JsonNode account = due().get(0);

        assertThat(account.toString())
                .isEqualTo("{\"timestamp\":" + HOUR.getEpochSecond()
                        + ",\"source\":\"articles\",\"kind\":\"article\",\"topic\":\"rawarticle\",\"stream\":\"Süd|News\","
                        + "\"first\":null,\"last\":null,\"expected\":3,\"emitted\":1,\"missing\":1,"
                        + "\"detail\":{\"listed\":8,\"new\":3,\"waiting\":0,\"skipped\":{\"no-link\":2,\"not-article\":1,"
                        + "\"repeated\":1,\"seen-before\":1,\"too-old\":1},\"published\":{\"" + HOUR.getEpochSecond()
                        + "\":1},\"lost\":{}}}");
    }

    @Test
    void entryThatIsWrittenLaterStaysInItsHour() {
        site.listed(1);
        site.open(1);
        due();
        now = HOUR.plusSeconds(3600);
        site.listed(1);
        site.known(1);
        accounts.written("Süd|News", 1, HOUR);

        List<JsonNode> changed = due();

        assertThat(changed).hasSize(2);
        assertThat(changed.get(0).path("emitted").asInt()).isEqualTo(1);
        assertThat(changed.get(0).path("missing").asInt()).isZero();
        assertThat(changed.get(1).path("expected").asInt()).isZero();
        assertThat(changed.get(1).path("detail").path("waiting").asInt()).isEqualTo(1);
    }

    @Test
    void restartContinuesOpenEntries() {
        site.listed(3);
        site.open(1);
        site.open(-2);
        site.open(3);
        due();
        restart();
        site.settleWritten(key -> key == 1);
        site.listed(2);
        site.known(1);
        site.open(-2);
        accounts.written("Süd|News", -2, HOUR);

        JsonNode account = due().get(0);

        assertThat(account.path("expected").asInt()).isEqualTo(3);
        assertThat(account.path("emitted").asInt()).isEqualTo(2);
        assertThat(account.path("missing").asInt()).isEqualTo(1);
        assertThat(account.path("detail").path("listed").asInt()).isEqualTo(5);
    }

    @Test
    void countsWrittenArticlesByTheHourOfTheirPublicationAcrossARestart() {
        site.listed(4);
        for (int key = 1; key <= 4; key++) {
            site.open(key);
        }
        accounts.written("Süd|News", 1, HOUR.minusSeconds(1));
        accounts.written("Süd|News", 2, HOUR.minusSeconds(3600));
        due();
        restart();
        accounts.written("Süd|News", 3, HOUR.plusSeconds(3599));
        accounts.written("Süd|News", 4, HOUR.minusSeconds(3601));

        long hour = HOUR.getEpochSecond();
        assertThat(due().get(0).path("detail").path("published").toString())
                .isEqualTo("{\"" + (hour - 7200) + "\":1,\"" + (hour - 3600) + "\":2,\"" + hour + "\":1}");
    }

    @Test
    void namesEntriesThatCouldNotBeReadAcrossARestart() {
        site.listed(3);
        site.open(1);
        site.open(2);
        site.open(3);
        site.skipNew(1, SkipReason.MISSING, LINK);
        due();
        restart();
        site.skipNew(2, SiteAccount.Outcome.ERROR, LINK.resolve("/a/2"));
        site.skipNew(3, SkipReason.DUPLICATE, LINK.resolve("/a/3"));

        JsonNode detail = due().get(0).path("detail");

        assertThat(detail.path("lost").toString())
                .isEqualTo("{\"https://site.example/a/1\":\"missing\",\"https://site.example/a/2\":\"error\"}");
        assertThat(detail.path("skipped").toString()).isEqualTo("{\"duplicate\":1,\"error\":1,\"missing\":1}");
    }

    @Test
    void lostEntriesOfAnHourAreNamedUpToALimit() {
        for (int key = 0; key < 100; key++) {
            site.skipNew(key, SkipReason.MISSING, LINK.resolve("/a/" + key + "?" + "x".repeat(key * 20)));
        }

        JsonNode detail = due().get(0).path("detail");

        assertThat(detail.path("lost")).hasSize(20);
        assertThat(detail.path("lost").fieldNames()).toIterable().allSatisfy(link -> assertThat(link.length())
                .isLessThanOrEqualTo(500));
        assertThat(detail.path("skipped").path("missing").asInt()).isEqualTo(100);
    }

    @Test
    void invalidStateStartsNewAccount() {
        stored.put(
                map(SourceAccounts.partition("Süd|News")), new HashMap<>(Map.of(SourceAccounts.STATE, "no account")));

        restart();
        site.open(1);

        assertThat(due()).hasSize(1);
        assertThatThrownBy(() -> site.restore("{}")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void moreOpenEntriesThanRememberedAreCountedWhenTheyAreRead() {
        for (int key = 0; key < 5_000; key++) {
            site.open(key);
        }
        for (int key = 0; key < 5_000; key++) {
            accounts.written("Süd|News", key, HOUR);
        }

        JsonNode account = due().get(0);

        assertThat(account.path("expected").asInt()).isEqualTo(5_000);
        assertThat(account.path("emitted").asInt()).isEqualTo(5_000);
        assertThat(account.path("missing").asInt()).isZero();
    }

    @Test
    void accountFollowsArticlesAtOnce() {
        accounts.written("B", 1, HOUR);
        List<SourceRecord> records = new ArrayList<>();
        records.add(new SourceRecord(Map.of(), Map.of(), "rawarticle", null, null));

        accounts.addDueTo(records);

        assertThat(records).extracting(SourceRecord::topic).containsExactly("rawarticle", "accounts");
        assertThat(records.get(1).key()).isEqualTo("articles|B|" + HOUR.getEpochSecond());
    }

    @Test
    void unchangedAccountIsNotWrittenAgain() {
        site.open(1);

        assertThat(due()).hasSize(1);
        assertThat(due()).isEmpty();
    }

    @Test
    void accountsForNothingWithoutTopic() {
        accounts = create("");
        accounts.site("B").open(1);

        assertThat(due()).isEmpty();
    }
}

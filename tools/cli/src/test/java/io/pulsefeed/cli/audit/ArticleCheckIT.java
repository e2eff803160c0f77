package io.pulsefeed.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.cli.access.Database;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Written articles by the accounts of a source, and consumed records by those of a sink. */
class ArticleCheckIT {

    private static final Instant HOUR = Instant.parse("2026-01-05T10:00:00Z");
    private static final long START = HOUR.getEpochSecond();
    private static final Window WINDOW = new Window(HOUR, HOUR.plusSeconds(7200));

    private Database database;

    @BeforeEach
    void createTables() {
        TestDatabase server = TestDatabase.fresh();
        server.execute(Checkout.text("database/ledger.sql"));
        server.execute(Checkout.text("database/tables/article_data.sql"));
        server.execute(Checkout.text("database/tables/pulsefeed_source_account.sql"));
        server.execute("INSERT INTO pulsefeed_ledger_start VALUES ('article_data', 'timestamp', '-infinity')");
        database = Database.connect(server.url(), server.user(), server.password());
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** @param hour after the first */
    private void account(int hour, String site, String detail) {
        database.execute("INSERT INTO pulsefeed_source_account VALUES (to_timestamp(" + (START + hour * 3600L)
                + "), 'articles', 'article', 'rawarticle', '" + site + "', NULL, NULL, 3, 3, 0, '" + detail + "')");
    }

    private static String published(int hour, int count) {
        return "{\"published\":{\"" + (START + hour * 3600L) + "\":" + count + "}}";
    }

    /** What the sink has consumed of an hour by the time of the record, and the rows by their own time. */
    private void consumed(int recordHour, int rowHour, int count) {
        database.execute("INSERT INTO pulsefeed_ledger SELECT 'rows', 'rawarticle', 0, to_timestamp("
                + (START + recordHour * 3600L) + "), 0, " + count + ", " + count + ", " + count
                + ", 0, 0, 0, 0, 0, 0, 0, now()");
        database.execute("INSERT INTO pulsefeed_ledger_rows SELECT 'article_data', to_timestamp("
                + (START + rowHour * 3600L) + "), 'rows', 'rawarticle', 0, " + count + ", 0, '', false, now()");
    }

    private void row(String site) {
        database.execute("INSERT INTO article_data (timestamp, article_id, title, url, website) VALUES (to_timestamp("
                + START + "), '" + site + "', 't', 'u', '" + site + "')");
    }

    private List<String> findings(Set<String> unread, List<Finding> found) {
        return new ArticleCheck(database, WINDOW, Set.of())
                .findings(unread::contains, found).stream()
                        .map(finding -> finding.stage() + ": " + finding.item())
                        .toList();
    }

    @Test
    void acceptsAsManyRecordsAsWrittenArticlesOrMore() {
        account(0, "A", published(0, 2));
        account(1, "B", published(0, 1));
        consumed(0, 0, 3);
        assertThat(findings(Set.of(), List.of())).isEmpty();

        database.execute("UPDATE pulsefeed_ledger SET consumed = 5");
        assertThat(findings(Set.of(), List.of())).isEmpty();
    }

    @Test
    void namesTheSiteAndTheHourOfWrittenArticlesThatNoSinkHasConsumed() {
        account(0, "A", published(0, 1));
        account(1, "B", published(0, 2));
        consumed(0, 0, 2);
        row("A");
        row("B");

        assertThat(findings(Set.of(), List.of())).containsExactly("topic: 1 of B in the hour of " + HOUR);
        assertThat(findings(Set.of("rawarticle"), List.of()))
                .as("the sink has not read the end of the topic")
                .isEmpty();
        assertThat(findings(
                        Set.of(),
                        List.of(new Finding(
                                Finding.Kind.MISSING, "rawarticle", "rawarticle-0@1", Stage.TRANSFORM, "dropped"))))
                .as("it is named already")
                .isEmpty();
        assertThat(new ArticleCheck(database, WINDOW, Set.of("rawtrade")).findings(topic -> false, List.of()))
                .isEmpty();
    }

    /** A topic with the time of the broker. */
    @Test
    void comparesTheHourOfTheRowsIfRecordsHaveAnotherTime() {
        account(0, "A", published(0, 2));
        consumed(5, 0, 2);

        assertThat(findings(Set.of(), List.of())).isEmpty();
    }

    @Test
    void doesNotCompareHoursThatTheLedgerDoesNotCover() {
        account(0, "A", published(0, 2));
        account(0, "B", published(-30, 2));
        consumed(0, 0, 1);
        database.execute("UPDATE pulsefeed_ledger_start SET complete_from = to_timestamp(" + (START + 3600) + ")");

        assertThat(findings(Set.of(), List.of())).isEmpty();
    }

    @Test
    void namesLostArticlesByTheirLinkAndOthersByTheirNumber() {
        account(
                0,
                "A",
                "{\"skipped\":{\"missing\":3,\"too-old\":9,\"error\":1},\"lost\":{\"https://a/1\":\"missing\","
                        + "\"https://a/2\":\"error\"}}");
        account(-1, "A", "{\"skipped\":{\"missing\":3}}");

        assertThat(findings(Set.of(), List.of()))
                .containsExactly("source: A https://a/2", "site: A https://a/1", "site: 2 of A in the hour of " + HOUR);
    }

    @Test
    void acceptsAccountsOfEarlierReleasesAndOthers() {
        account(0, "A", "{\"listed\":5,\"published\":[1],\"skipped\":\"x\",\"lost\":7}");
        account(0, "B", "{\"published\":{\"x\":1,\"99999999999999999999\":2}}");
        account(0, "C", "[]");
        database.execute("UPDATE pulsefeed_source_account SET detail = NULL WHERE stream = 'C'");
        consumed(0, 0, 1);

        assertThat(findings(Set.of(), List.of())).isEmpty();
    }
}

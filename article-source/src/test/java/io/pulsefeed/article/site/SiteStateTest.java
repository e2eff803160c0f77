package io.pulsefeed.article.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.article.config.StateConfig;
import io.pulsefeed.article.fetch.CacheValidators;
import io.pulsefeed.article.record.Hashes;
import io.pulsefeed.article.record.SiteOffsets;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class SiteStateTest {

    private static final Duration BACKFILL = Duration.ofHours(72);
    private static final StateConfig CONFIG = new StateConfig(4000, 768 << 10, BACKFILL, false);
    private static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");
    private static final URI LIST = URI.create("http://a.example/feed.xml");

    @Test
    void offsetRestoresStateAfterItsRecord() {
        SiteState state = SiteState.empty(CONFIG);
        state.markInProgress(Set.of(1L, 2L, 3L));
        Map<String, Object> first = state.advance(Set.of(1L, 2L), NOW);
        state.advance(Set.of(3L), NOW.plusSeconds(60));
        SiteState restored = SiteState.restore(first, CONFIG);
        assertThat(restored.isNew(Set.of(1L))).isFalse();
        assertThat(restored.isNew(Set.of(2L, 9L))).isFalse();
        assertThat(restored.isNew(Set.of(3L))).isTrue();
        assertThat(restored.oldestAccepted(NOW.plusSeconds(500))).isEqualTo(NOW.minus(BACKFILL));
    }

    @Property(tries = 20)
    void allIdsSurviveEncodingInOffset(@ForAll @IntRange(min = 1, max = 1500) int articles) {
        SiteState state = SiteState.empty(CONFIG);
        Map<String, Object> offset = null;
        for (long i = 0; i < articles; i++) {
            offset = state.advance(Set.of(Hashes.of("a" + i), Hashes.of("b" + i)), NOW);
        }
        SiteState restored = SiteState.restore(offset, CONFIG);
        for (long i = 0; i < articles; i++) {
            assertThat(restored.isKnown(Hashes.of("a" + i))).isTrue();
            assertThat(restored.isKnown(Hashes.of("b" + i))).isTrue();
        }
    }

    @Test
    void boundsOffsetAndEvictsLeastRecentlyUsedId() {
        SiteState state = SiteState.empty(CONFIG);
        Map<String, Object> offset = null;
        for (long i = 0; i < 20_000; i++) {
            offset = state.advance(Set.of(Hashes.of("a" + i)), NOW);
            state.isNew(Set.of(Hashes.of("a0")));
        }
        assertThat(offset.toString().length()).isLessThan(128 << 10);
        assertThat(state.isKnown(Hashes.of("a0"))).isTrue();
        assertThat(state.isKnown(Hashes.of("a1"))).isFalse();
        assertThat(state.isKnown(Hashes.of("a19999"))).isTrue();
    }

    @Test
    void offsetsShareLargeBlockOfIds() {
        SiteState state = SiteState.empty(CONFIG);
        for (long i = 0; i < 1000; i++) {
            state.advance(Set.of(i), NOW);
        }
        Object one = state.advance(Set.of(5000L), NOW).get("seen");
        assertThat(state.advance(Set.of(5001L), NOW).get("seen")).isSameAs(one);
    }

    @Test
    void validatorsTakeEffectAfterLastArticleOfList() {
        CacheValidators validators = new CacheValidators("\"v1\"", "a date");
        SiteState state = SiteState.empty(CONFIG);
        state.markInProgress(Set.of(1L, 2L));
        state.onListRead(LIST, validators, Set.of(1L, 2L), true);
        Map<String, Object> first = state.advance(Set.of(1L), NOW);
        assertThat(state.validators(LIST)).isEqualTo(CacheValidators.NONE);
        Map<String, Object> last = state.advance(Set.of(2L), NOW);
        assertThat(state.validators(LIST)).isEqualTo(validators);
        assertThat(SiteState.restore(first, CONFIG).validators(LIST)).isEqualTo(CacheValidators.NONE);
        assertThat(SiteState.restore(last, CONFIG).validators(LIST)).isEqualTo(validators);
    }

    @Test
    void validatorsOfIncompleteListNeverTakeEffect() {
        SiteState state = SiteState.empty(CONFIG);
        state.onListRead(LIST, new CacheValidators("\"v1\"", null), Set.of(), true);
        assertThat(state.validators(LIST).etag()).isEqualTo("\"v1\"");
        state.onListRead(LIST, new CacheValidators("\"v2\"", null), Set.of(1L), false);
        state.advance(Set.of(1L), NOW);
        assertThat(state.validators(LIST)).isEqualTo(CacheValidators.NONE);
    }

    @Test
    void abandonedArticleIsNotRetriedAndNotStored() {
        SiteState state = SiteState.empty(CONFIG);
        state.markInProgress(Set.of(1L));
        state.markAbandoned(Set.of(1L));
        assertThat(state.isNew(Set.of(1L))).isFalse();
        Map<String, Object> offset = state.advance(Set.of(2L), NOW);
        assertThat(SiteState.restore(offset, CONFIG).isNew(Set.of(1L))).isTrue();
    }

    @Test
    void rejectsInvalidOffsets() {
        Map<String, Object> good = SiteState.empty(CONFIG).advance(Set.of(1L), NOW);
        Map<String, String> partition = SiteOffsets.partition("A");
        SiteOffsets.requireValid(partition, good);
        SiteOffsets.requireValid(partition, null);
        assertThatThrownBy(() -> SiteOffsets.requireValid(Map.of("web", "A"), good))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("site");
        assertThatThrownBy(() -> SiteOffsets.requireValid(partition, changed(good, "v", 7)))
                .hasMessageContaining("'v' must be 1");
        assertThatThrownBy(() -> SiteOffsets.requireValid(partition, changed(good, "seen", "?")))
                .hasMessageContaining("base64");
        assertThatThrownBy(() -> SiteOffsets.requireValid(partition, changed(good, "watermark", "x")))
                .hasMessageContaining("milliseconds");
        assertThatThrownBy(() -> SiteOffsets.requireValid(partition, changed(good, "watermark", 1_790_358_506L)))
                .hasMessageContaining("milliseconds");
        assertThatThrownBy(() -> SiteOffsets.requireValid(partition, changed(good, "foo", 1)))
                .hasMessageContaining("unknown field foo")
                .hasMessageContaining("Accepted form: {\"site\":");
        assertThatThrownBy(() -> SiteOffsets.requireValid(Map.of("site", "A", "task", "0"), good))
                .hasMessageContaining("unknown field task");
        assertThatThrownBy(() -> SiteOffsets.requireValid(partition, changed(good, "etag", "{")))
                .hasMessageContaining("JSON");
    }

    @Test
    void offsetIsImmutable() {
        SiteState state = SiteState.empty(CONFIG);
        Map<String, Object> offset = state.advance(Set.of(1L), NOW);
        Map<String, Object> before = new HashMap<>(offset);
        state.advance(Set.of(2L), NOW.plusSeconds(60));
        assertThat(offset).isEqualTo(before);
        assertThatThrownBy(() -> offset.put("v", 2)).isInstanceOf(UnsupportedOperationException.class);
    }

    private static Map<String, Object> changed(Map<String, Object> offset, String key, Object value) {
        Map<String, Object> changed = new HashMap<>(offset);
        changed.put(key, value);
        return changed;
    }
}

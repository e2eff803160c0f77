package io.pulsefeed.kraken.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.kraken.config.AlertMode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AlertRuleTest {

    private final AlertRule rule = rule(true, "0.5");

    private static AlertRule rule(boolean againstWindow, String threshold) {
        return new AlertRule(new AlertSettings(
                againstWindow ? AlertMode.WINDOW : AlertMode.PREVIOUS,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                new BigDecimal(threshold)));
    }

    private static String at(AlertRule rule, int second, String price) {
        return at(rule, second, price, true);
    }

    private static String at(AlertRule rule, int second, String price, boolean mayAlert) {
        Alert alert = rule.next(new BigDecimal(price), TimeUnit.SECONDS.toNanos(second), mayAlert);
        return alert == null ? "nothing" : alert.type().text() + " " + PriceChange.rounded(alert.change());
    }

    @Test
    void followsTheWalkThroughOfTheSpecification() {
        assertThat(at(rule, 0, "100000")).isEqualTo("nothing");
        assertThat(at(rule, 20, "100300")).isEqualTo("nothing");
        assertThat(at(rule, 40, "100510")).isEqualTo("price_spike 0.51");
        assertThat(at(rule, 45, "100520")).isEqualTo("nothing");
        assertThat(at(rule, 50, "101100")).isEqualTo("price_spike 1.10");
        assertThat(at(rule, 58, "100600")).isEqualTo("nothing");
        assertThat(at(rule, 59, "100500")).isEqualTo("price_drop -0.59");
    }

    @Test
    void firesAtTheThresholdItself() {
        at(rule, 0, "1000");
        assertThat(at(rule, 1, "1005")).isEqualTo("price_spike 0.50");
    }

    @Test
    void comparesTheUnroundedChange() {
        at(rule, 0, "100000");
        assertThat(at(rule, 1, "100499")).isEqualTo("nothing");
    }

    @Test
    void firesAgainWithinTheCooldownOnlyAfterThePriceHasCalmedDown() {
        AlertRule patient = new AlertRule(new AlertSettings(
                AlertMode.WINDOW, Duration.ofSeconds(60), Duration.ofSeconds(300), new BigDecimal("0.5")));
        at(patient, 0, "100");
        assertThat(at(patient, 1, "101")).isEqualTo("price_spike 1.00");
        assertThat(at(patient, 55, "101.1")).isEqualTo("nothing");
        assertThat(at(patient, 70, "101.7")).isEqualTo("nothing");
        assertThat(at(patient, 140, "101.8")).isEqualTo("nothing");
        assertThat(at(patient, 145, "102.5")).isEqualTo("price_spike 0.69");
    }

    @Test
    void hasNoCooldownAgainstThePreviousTicker() {
        AlertRule previous = rule(false, "0.5");
        at(previous, 0, "100");
        assertThat(at(previous, 1, "101")).isEqualTo("price_spike 1.00");
        assertThat(at(previous, 2, "101.1")).isEqualTo("nothing");
        assertThat(at(previous, 3, "102.1")).isEqualTo("price_spike 0.99");
        assertThat(at(previous, 4, "103.1")).isEqualTo("price_spike 0.98");
    }

    @Test
    void isSilentForSnapshotsButRemembersTheirPrice() {
        at(rule, 0, "100");
        assertThat(at(rule, 1, "110", false)).isEqualTo("nothing");
        assertThat(at(rule, 2, "110")).isEqualTo("price_spike 10.00");
    }

    @Test
    void isSilentAcrossAHoleLongerThanTheWindow() {
        at(rule, 0, "100");
        assertThat(at(rule, 61, "110")).isEqualTo("nothing");
        AlertRule previous = rule(false, "0.5");
        at(previous, 0, "100");
        assertThat(at(previous, 61, "110")).isEqualTo("nothing");
    }

    @Test
    void isOffAtThresholdZero() {
        AlertRule off = rule(true, "0");
        at(off, 0, "100");
        assertThat(at(off, 1, "200")).isEqualTo("nothing");
    }

    @Property(tries = 300)
    void findsTheSameExtremesAsALookAtEveryPrice(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 50) Integer> prices) {
        PriceWindow window = new PriceWindow(10);
        ArrayDeque<BigDecimal> last = new ArrayDeque<>();
        for (int i = 0; i < prices.size(); i++) {
            BigDecimal price = BigDecimal.valueOf(prices.get(i));
            window.add(i * 2L, price);
            last.addLast(price);
            if (last.size() > 6) {
                last.pollFirst();
            }
            assertThat(window.low())
                    .isEqualTo(last.stream().min(BigDecimal::compareTo).orElseThrow());
            assertThat(window.high())
                    .isEqualTo(last.stream().max(BigDecimal::compareTo).orElseThrow());
        }
    }
}

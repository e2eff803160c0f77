package io.pulsefeed.kraken.alert;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * When a price move is worth an alert.
 *
 * @param againstWindow whether prices are compared with the extremes of the window; otherwise with the ticker before
 * @param threshold percent, above zero; zero for no alerts
 */
public record AlertSettings(boolean againstWindow, Duration window, Duration cooldown, BigDecimal threshold) {}

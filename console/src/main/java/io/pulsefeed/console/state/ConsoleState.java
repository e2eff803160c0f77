package io.pulsefeed.console.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /api/state}, a stable interface.
 *
 * @param connectors state by connector, as in Connect's REST API
 * @param lost null where it is not known what was sent
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonPropertyOrder({
    "connectors",
    "topics",
    "tables",
    "pairs",
    "sites",
    "devices",
    "lost",
    "duplicated",
    "uptime_seconds"
})
public record ConsoleState(
        Map<String, String> connectors,
        Map<String, Long> topics,
        Map<String, Long> tables,
        Map<String, PairState> pairs,
        Map<String, SiteState> sites,
        Map<String, DeviceState> devices,
        @Nullable Long lost,
        @Nullable Long duplicated,
        double uptimeSeconds) {

    /** Latest price, null before the first one, and age of the latest trade or ticker of a pair. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record PairState(@Nullable Double last, double ageSeconds) {}

    /** Articles that the page has read of a site, and the age of the newest by the time it was read. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record SiteState(long articles, double ageSeconds) {}

    /** Latest metrics of a device, null if absent, and the age of its latest record. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record DeviceState(
            @Nullable Double bpm, @Nullable Double quality, @Nullable Double battery, long lost, double ageSeconds) {}

    /** What the records say. */
    public record Latest(
            Map<String, PairState> pairs, Map<String, SiteState> sites, Map<String, DeviceState> devices) {}

    public static ConsoleState of(Pipeline pipeline, Latest latest, double uptimeSeconds) {
        Map<String, String> connectors = new TreeMap<>();
        pipeline.connectors().forEach(connector -> connectors.put(connector.name(), connector.state()));
        Pipeline.Delivery delivery = pipeline.delivery();
        return new ConsoleState(
                connectors,
                pipeline.topics(),
                pipeline.tables(),
                latest.pairs(),
                latest.sites(),
                latest.devices(),
                delivery == null ? null : (Long) delivery.lost(),
                delivery == null ? null : (Long) delivery.duplicated(),
                Math.rint(uptimeSeconds * 10) / 10);
    }
}

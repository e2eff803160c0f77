package io.pulsefeed.cli.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How the times of a session relate to the clock of the device: the straight line through them, and the largest distance from it. A
 * curved relation, such as one that was corrected during the session, has a larger distance. Not thread-safe.
 */
final class ClockReport {

    private static final long POINT_INTERVAL_MS = 10_000;
    private static final Set<String> BACK_DATED = Set.of("BI", "HR", "SA", "SR");
    private static final double PPM = 1e6;

    private final SessionName session;
    private final Map<String, Long> sources = new TreeMap<>();
    private final List<Point> points = new ArrayList<>();
    private long packets;
    private long unplaced;
    private long steps;
    private long requests;
    private long answers;
    private double maxUncertaintyMs;
    private long firstUs = Long.MAX_VALUE;
    private long lastUs = Long.MIN_VALUE;

    private record Point(long deviceMs, long epochUs) {}

    /** A straight line from device ms to milliseconds since the first point. */
    private record Line(double slope, double intercept) {}

    ClockReport(SessionName session) {
        this.session = session;
    }

    /** A packet without a place in the sequence: malformed or implausible. */
    void addUnplaced() {
        unplaced++;
    }

    void add(JsonNode record, ParsedPacket packet) {
        String tag = record.path("type_tag").asText();
        packets++;
        sources.merge(record.path("time_source").asText(), 1L, Long::sum);
        requests += tag.equals("RD") ? 1 : 0;
        answers += tag.equals("AK") ? 1 : 0;
        for (JsonNode flag : record.path("flags")) {
            steps += flag.asText().equals("time_step") ? 1 : 0;
        }
        maxUncertaintyMs =
                Math.max(maxUncertaintyMs, record.path("time_uncertainty_ms").asDouble());
        firstUs = Math.min(firstUs, packet.epochUs());
        lastUs = Math.max(lastUs, packet.epochUs());
        if (!BACK_DATED.contains(tag)
                && (points.isEmpty()
                        || packet.deviceMs() - points.get(points.size() - 1).deviceMs() >= POINT_INTERVAL_MS)) {
            points.add(new Point(packet.deviceMs(), packet.epochUs()));
        }
    }

    String toJson() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("device_id", session.device());
        json.put("session_id", session.session());
        json.put("packets", packets);
        json.put("packets_without_device_time", unplaced);
        json.put("seconds", packets == 0 ? 0 : (lastUs - firstUs) / 1e6);
        json.put("time_requests", requests);
        json.put("time_answers", answers);
        json.put("time_steps", steps);
        json.put("max_time_uncertainty_ms", maxUncertaintyMs);
        ObjectNode packetsBySource = json.putObject("packets_by_time_source");
        sources.forEach(packetsBySource::put);
        if (points.size() > 1) {
            Line line = line();
            json.put("device_clock_error_ppm", Math.round((1 / line.slope() - 1) * PPM * 10) / 10.0);
            json.put("max_distance_from_line_ms", Math.round(maxDistanceMs(line) * 1000) / 1000.0);
        }
        return json.toPrettyString() + "\n";
    }

    private double hostMs(Point point) {
        return (point.epochUs() - points.get(0).epochUs()) / 1e3;
    }

    private double deviceMs(Point point) {
        return point.deviceMs() - points.get(0).deviceMs();
    }

    private Line line() {
        double meanX = points.stream().mapToDouble(this::deviceMs).average().orElse(0);
        double meanY = points.stream().mapToDouble(this::hostMs).average().orElse(0);
        double xx = 0;
        double xy = 0;
        for (Point point : points) {
            double x = deviceMs(point) - meanX;
            xx += x * x;
            xy += x * (hostMs(point) - meanY);
        }
        double slope = xx == 0 ? 1 : xy / xx;
        return new Line(slope, meanY - slope * meanX);
    }

    private double maxDistanceMs(Line line) {
        return points.stream()
                .mapToDouble(point -> Math.abs(hostMs(point) - line.intercept() - line.slope() * deviceMs(point)))
                .max()
                .orElse(0);
    }
}

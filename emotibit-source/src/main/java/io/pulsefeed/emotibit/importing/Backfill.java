package io.pulsefeed.emotibit.importing;

import io.pulsefeed.emotibit.config.BackfillConfig;
import io.pulsefeed.emotibit.config.MetricConfig;
import io.pulsefeed.emotibit.record.RecordFactory;
import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.signal.MetricWindow;
import io.pulsefeed.emotibit.wire.MillisUnwrapper;
import io.pulsefeed.emotibit.wire.Packet;
import io.pulsefeed.emotibit.wire.TypeTag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes live sessions with one recorded file: publishes the packets that the topic lacks, in the time of the session, an event for
 * each gap that they close, and the metric windows that they change. Depends only on the file and the topics, so that an interrupted
 * backfill that runs again ends the same. Not thread-safe.
 *
 * <pre>
 *   live session   1 2 3 . . 6 7 8 . 10      times of 3 and 6 give those of 4 and 5
 *   file               3 4 5 6 7 8 9 10
 *   published            4 5       9         gap_closed 4-5, gap_closed 9, windows that use them
 * </pre>
 */
final class Backfill implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);
    private static final int MIN_MATCHES = 3;

    private final String path;
    private final boolean dryRun;
    private final RecordFactory records;
    private final List<BackfillTarget> targets;
    private final RecordedLines lines;
    private final FileCounters counters = new FileCounters();
    private final List<SourceRecord> step = new ArrayList<>();
    private final long lastLine;
    private long line;
    private long setAside;
    private long firstSetAside;
    private long lastEpochUs;

    /** Unwraps the counters of a file. After a reboot, they continue far above those before, so that both stay distinct. */
    private static final class FileCounters {
        private static final long REBOOT_MS = 5_000;
        private static final long BOOT_NUMBERS = 1L << 40;
        private static final long BOOT_MILLIS = 1L << 44;

        private MillisUnwrapper millis = new MillisUnwrapper();
        private long boot;
        private NumberUnwrapper numbers = new NumberUnwrapper();
        private long number;
        private long deviceMs;

        void next(Packet packet) {
            if (!TypeTag.isBackDated(packet.tag()) && millis.behind(packet.timestamp()) > REBOOT_MS) {
                millis = new MillisUnwrapper();
                numbers = new NumberUnwrapper();
                boot++;
            }
            long bootMs = millis.unwrap(packet.timestamp());
            number = boot * BOOT_NUMBERS + numbers.unwrap(packet, bootMs);
            deviceMs = boot * BOOT_MILLIS + bootMs;
        }
    }

    /** How a session and the file correspond. */
    private static final class Match {
        private final Map<Long, Integer> votes = new HashMap<>();
        private final Map<Long, Long> millisOffsets = new HashMap<>();

        void add(long numberOffset, long millisOffset) {
            votes.merge(numberOffset, 1, Integer::sum);
            millisOffsets.put(numberOffset, millisOffset);
        }

        @Nullable
        Long best() {
            return votes.entrySet().stream()
                    .filter(vote -> vote.getValue() >= MIN_MATCHES)
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .orElse(null);
        }
    }

    /** @throws IOException if the file cannot be read or does not belong to a session; the message names it */
    Backfill(String path, BackfillConfig config, MetricConfig metrics, LiveSessions sessions, RecordFactory records)
            throws IOException {
        this.path = path;
        this.dryRun = config.dryRun();
        this.records = records;
        Map<LiveSession, Match> matches = new HashMap<>();
        this.lastLine = match(sessions, matches);
        this.targets = targets(config, metrics, sessions, matches);
        this.lines = RecordedLines.open(Path.of(path), LastLine.SKIP_IF_INCOMPLETE);
    }

    private long match(LiveSessions sessions, Map<LiveSession, Match> matches) throws IOException {
        FileCounters file = new FileCounters();
        List<LiveSession> all = sessions.all();
        long count = 0;
        try (RecordedLines in = RecordedLines.open(Path.of(path), LastLine.SKIP_IF_INCOMPLETE)) {
            for (RecordedLine next = in.next(); next != null; next = in.next()) {
                count = next.number();
                Packet packet = next.soundPacket();
                if (packet == null) {
                    continue;
                }
                file.next(packet);
                for (LiveSession session : all) {
                    long[] found = session.find(packet.number(), packet.timestamp());
                    if (found != null) {
                        matches.computeIfAbsent(session, s -> new Match())
                                .add(found[0] - file.number, found[1] - file.deviceMs);
                    }
                }
            }
        }
        return count;
    }

    private List<BackfillTarget> targets(
            BackfillConfig config, MetricConfig metrics, LiveSessions sessions, Map<LiveSession, Match> matches)
            throws IOException {
        List<BackfillTarget> found = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (LiveSession session : sessions.all()) {
            Match match = matches.get(session);
            Long offset = match == null ? null : match.best();
            if (offset == null || !session.hasClock()) {
                continue;
            }
            String name = "session " + session.sessionId() + " of device " + session.deviceId();
            boolean isWanted = (config.deviceId().isBlank() || config.deviceId().equals(session.deviceId()))
                    && (config.sessionId().isBlank() || config.sessionId().equals(session.sessionId()));
            if (isWanted) {
                found.add(new BackfillTarget(session, offset, match.millisOffsets.get(offset), metrics));
            } else {
                others.add(name);
            }
        }
        if (found.isEmpty()) {
            throw new IOException("'" + path + "' "
                    + (others.isEmpty()
                            ? "does not match any live session in the topic"
                            : "belongs to " + String.join(", ", others))
                    + wanted(config) + ".");
        }
        // In the order of the file.
        found.sort(Comparator.comparingLong(target -> target.live().first() - target.number(0)));
        return found;
    }

    private static String wanted(BackfillConfig config) {
        String device = config.deviceId().isBlank() ? "" : " of device " + config.deviceId();
        return config.sessionId().isBlank()
                ? device.isEmpty() ? "" : ", not to a session" + device
                : ", not to session " + config.sessionId() + device;
    }

    /** Number of lines in the file. */
    long lastLine() {
        return lastLine;
    }

    /** Reads up to {@code max} lines, and adds the records to {@code out}; returns false after the last line. */
    boolean read(int max, List<SourceRecord> out) throws IOException {
        for (int i = 0; i < max; i++) {
            RecordedLine next = line < lastLine ? lines.next() : null;
            if (next == null) {
                finish(out);
                return false;
            }
            line = next.number();
            Packet packet = next.soundPacket();
            if (packet != null) {
                counters.next(packet);
                publish(packet, out);
            } else if (next.quality() != RecordedLine.Quality.REPEATED && setAside++ == 0) {
                firstSetAside = line;
            }
        }
        return true;
    }

    private void publish(Packet packet, List<SourceRecord> out) {
        BackfillTarget owner = owner();
        TimedPacket timed = owner.take(packet, counters.number, counters.deviceMs);
        lastEpochUs = Math.max(lastEpochUs, timed.epochUs());
        step.clear();
        if (targets.stream().noneMatch(t -> t.live().hasPacket(t.number(counters.number)))) {
            owner.onAdded();
            step.add(records.packet(timed));
        }
        addDerived(owner);
        emit(out, 0);
    }

    /** The session whose packets include this one, or else the nearest one. */
    private BackfillTarget owner() {
        BackfillTarget owner = targets.get(0);
        for (BackfillTarget target : targets) {
            if (target.distance(counters.number) < owner.distance(counters.number)) {
                owner = target;
            }
        }
        return owner;
    }

    private void addDerived(BackfillTarget target) {
        target.takeClosedGaps().forEach(gap -> step.add(records.event(gap)));
        for (MetricWindow window : target.takeWindows()) {
            step.add(records.metrics(target.live().deviceId(), target.live().sessionId(), window));
        }
    }

    private void emit(List<SourceRecord> out, long lines) {
        if (!dryRun) {
            step.forEach(found -> out.add(RecordFactory.imported(found, Backfills.offsetName(path), lines)));
        }
    }

    private void finish(List<SourceRecord> out) {
        if (setAside > 0) {
            LOG.warn(
                    "{}: skipped {} malformed or implausible lines, the first one is line {}",
                    path,
                    setAside,
                    firstSetAside);
        }
        for (BackfillTarget target : targets) {
            step.clear();
            target.finish();
            addDerived(target);
            emit(out, 0);
        }
        for (int i = 0; i < targets.size(); i++) {
            boolean isLast = i == targets.size() - 1;
            SourceRecord summary = records.event(targets.get(i).summary(path, targets.size(), lastEpochUs, dryRun));
            long done = isLast && !dryRun ? Math.max(1, line) : 0;
            out.add(RecordFactory.imported(summary, Backfills.offsetName(path), done));
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}

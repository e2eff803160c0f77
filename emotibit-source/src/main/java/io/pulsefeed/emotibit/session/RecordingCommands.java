package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.control.ControlCommand;
import io.pulsefeed.emotibit.control.ControlCommand.Action;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The commands to start and stop recordings on one device, which executes them one after the other.
 *
 * <pre>
 *   waiting --previous one is answered--> state as requested?  --yes--> done
 *                                               | no
 *                                               v
 *                                         RB or RE is sent --mode report (EM) as requested--> done
 *                                               |
 *                                               +--deadline, disconnected--> failed
 * </pre>
 *
 * <p>A command is not sent again: it could create a second file. Used on the network thread only.
 */
final class RecordingCommands {

    private static final int MAX_WAITING = 16;
    private static final long NS_PER_MS = 1_000_000;
    /** What a device reports when it does not record. */
    static final String NO_FILE = "";

    private final Predicate<ControlCommand> send;
    private final List<Result> results = new ArrayList<>();
    private final Deque<ControlCommand> waiting = new ArrayDeque<>();
    private @Nullable ControlCommand sent;
    private long sentMonoNs;
    private @Nullable String fileBefore;

    /**
     * The result of a command.
     *
     * @param detail whether the device did it, with the file or the reason
     */
    record Result(ControlCommand command, Map<String, Object> detail) {}

    /** @param send sends a command to the device; returns false if this failed */
    RecordingCommands(Predicate<ControlCommand> send) {
        this.send = send;
    }

    /** The results since the last call. */
    List<Result> takeResults() {
        if (results.isEmpty()) {
            return List.of();
        }
        List<Result> taken = List.copyOf(results);
        results.clear();
        return taken;
    }

    /** @param file file that the device records to, {@link #NO_FILE} if it does not record; null if it has not reported that */
    void add(ControlCommand command, @Nullable String file, long nowMonoNs) {
        if (waiting.size() >= MAX_WAITING) {
            fail(command, "more than " + MAX_WAITING + " commands wait for the device");
            return;
        }
        waiting.add(command);
        tick(file, nowMonoNs);
    }

    /** Takes the state that the device reported last. */
    void tick(@Nullable String file, long nowMonoNs) {
        ControlCommand current = sent;
        if (current != null) {
            if (isAsRequested(current, file)) {
                sent = null;
                Map<String, Object> detail = result(current, file);
                detail.put("answer_ms", (nowMonoNs - sentMonoNs) / NS_PER_MS);
                results.add(new Result(current, detail));
            } else if (nowMonoNs - sentMonoNs > current.answerTimeoutMs() * NS_PER_MS) {
                sent = null;
                fail(current, "no answer for " + current.answerTimeoutMs() + " ms");
            }
        }
        while (sent == null && !waiting.isEmpty()) {
            startNext(waiting.remove(), file, nowMonoNs);
        }
    }

    private void startNext(ControlCommand command, @Nullable String file, long nowMonoNs) {
        if (isAsRequested(command, file)) {
            fileBefore = null;
            Map<String, Object> detail = result(command, file);
            detail.put("unchanged", true);
            results.add(new Result(command, detail));
        } else if (send.test(command)) {
            sent = command;
            sentMonoNs = nowMonoNs;
            fileBefore = file;
        } else {
            fail(command, "sending the command failed");
        }
    }

    /** The session ended. */
    void failAll(String reason) {
        if (sent != null) {
            fail(sent, reason);
            sent = null;
        }
        waiting.forEach(command -> fail(command, reason));
        waiting.clear();
    }

    /** The device did not do it, or is not asked to. */
    void fail(ControlCommand command, String reason) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("done", false);
        detail.put("reason", reason);
        results.add(new Result(command, detail));
    }

    private static boolean isAsRequested(ControlCommand command, @Nullable String file) {
        return file != null && file.equals(NO_FILE) == (command.action() == Action.RECORD_STOP);
    }

    private Map<String, Object> result(ControlCommand command, @Nullable String file) {
        String name = command.action() == Action.RECORD_STOP ? fileBefore : file;
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("done", true);
        if (name != null && !name.isEmpty()) {
            detail.put("file", name);
        }
        return detail;
    }
}

package io.pulsefeed.simulators.emotibit;

import io.pulsefeed.simulators.emotibit.body.Body;
import io.pulsefeed.simulators.emotibit.network.DataPath;
import io.pulsefeed.simulators.emotibit.network.Loop;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One device: firmware state, session with at most one host, batches, time synchronization. Runs on the loop of all devices; the
 * counters can be read from any thread.
 */
final class SimulatedDevice implements HostSession.Owner {

    private static final long BATCH_MS = 101;
    private static final long MODE_MS = 200;
    private static final long QUIET_MODE_MS = 1000;
    private static final long REQUEST_MS = 5107;
    private static final long LISTEN_MS = 100;
    private static final int DATAGRAM_BYTES = 512;

    private final DeviceOptions options;
    private final Loop loop;
    private final Body body;
    private final long bodyStart;
    private final DataPath path;
    private final AtomicBoolean losesNext = new AtomicBoolean();
    private final Random random;
    private final Truth truth;
    private final @Nullable List<String> recorded;

    private final FaultClock faultClock;

    private DeviceTime time;
    private PacketText text;
    private PacketSource source;
    private HostSession session;
    private InetAddress address;
    private long generation;
    private boolean dead;
    private String power = "MN";
    private @Nullable String recordingFile;
    private @Nullable String pendingMode;
    private boolean waiting;
    private int requestNumber;
    private boolean holdAnswers;
    private int requests;
    private final Deque<String[]> inbox = new ArrayDeque<>();
    private final List<String> pending = new ArrayList<>();

    SimulatedDevice(DeviceOptions options, Loop loop, Truth truth) throws IOException {
        this.options = options;
        this.loop = loop;
        this.truth = truth;
        this.random = new Random(options.seed());
        this.body = new Body(options.seed(), options.has(Fault.OFF_BODY));
        this.bodyStart = System.nanoTime();
        this.path = new DataPath(loop, options.faults(), options.seed());
        this.recorded = options.replay() == null ? null : Recording.read(options.replay());
        this.address = options.address();
        this.session = new HostSession(options, address, loop, this);
        this.faultClock = new FaultClock(this, options, loop);
        truth.begin(body, bodyStart);
    }

    void start() {
        power = options.has(Fault.LOW_POWER) ? "ML" : "MN";
        boot(options.startMs(), options.firstNumber());
        faultClock.start();
    }

    private void boot(long startMs, int firstNumber) {
        generation++;
        long now = System.nanoTime();
        long first = recorded == null ? startMs : Recording.timestamp(recorded.get(0));
        time = new DeviceTime(now, first, options.slow());
        text = new PacketText(firstNumber);
        truth.boot(time);
        source = recorded == null
                ? new Sensors(body, time, text, options.faults(), random.nextLong(), bodyStart, now)::batch
                : new Recording(recorded, time);
        pending.clear();
        inbox.clear();
        waiting = false;
        pendingMode = null;
        startTimers();
    }

    /** Random timer phase: devices are switched on at different moments. */
    private void startTimers() {
        schedule(generation, 1 + random.nextInt((int) BATCH_MS), this::batch);
        if (recorded == null) {
            schedule(generation, 1 + random.nextInt((int) MODE_MS), this::mode);
            schedule(generation, 1 + random.nextInt((int) REQUEST_MS), this::request);
        }
    }

    private void schedule(long mine, long millis, Runnable task) {
        loop.after(millis, () -> {
            if (mine == generation && !dead) {
                task.run();
            }
        });
    }

    private void batch() {
        schedule(generation, BATCH_MS, this::batch);
        if (waiting) {
            return;
        }
        long now = System.nanoTime();
        boolean isRepeating = !pending.isEmpty();
        List<String> packets = new ArrayList<>(pending);
        pending.clear();
        if (recorded == null || session.isConnected()) {
            packets.addAll(source.batch(now));
        }
        if (!session.isConnected() || isQuiet()) {
            return;
        }
        if (recorded != null) {
            playAlone(packets);
        }
        if (!isRepeating && !packets.isEmpty() && losesNext.compareAndSet(true, false)) {
            path.loseNext();
        }
        send(packets);
    }

    /** Loses the next datagram whose packets are in no other datagram. */
    void loseNext() {
        losesNext.set(true);
    }

    /** A recording contains one copy of packets that a device sends twice; this sends the other one. */
    private void playAlone(List<String> packets) {
        for (String packet : packets) {
            String tag = Recording.tag(packet);
            if (tag.equals("EM") || tag.equals("RD")) {
                send(List.of(packet));
            }
        }
    }

    private void mode() {
        schedule(generation, isQuiet() ? QUIET_MODE_MS : MODE_MS, this::mode);
        if (waiting) {
            return;
        }
        String recording = recordingFile == null ? "RS,RE" : "RS,RB," + recordingFile;
        String packet = text.packet(time.at(System.nanoTime()), 4, "EM", recording + ",PS," + power);
        if (session.isConnected()) {
            send(List.of(packet));
            pending.add(packet);
        }
    }

    private void request() {
        schedule(generation, REQUEST_MS, this::request);
        if (!session.isConnected()) {
            return;
        }
        requests++;
        readInbox();
        holdAnswers = options.has(Fault.LATE_ANSWERS) && requests % 3 == 0;
        requestNumber = text.nextNumber();
        String packet = text.packet(time.at(System.nanoTime()), 2, "RD", "TL,TU");
        send(List.of(packet));
        truth.requested();
        pending.add(packet);
        waiting = true;
        schedule(generation, LISTEN_MS, () -> waiting = false);
    }

    @Override
    public void onHostData(String tag, String payload) {
        truth.answered(tag);
        path.receive(() -> {
            inbox.add(new String[] {tag, payload});
            if (source instanceof Recording recording && tag.equals("TL")) {
                recording.answered(payload);
            }
            if (waiting && !holdAnswers) {
                readInbox();
            }
        });
    }

    /** A device logs the messages that it reads, with the time of reading. */
    private void readInbox() {
        for (String[] message = inbox.poll(); message != null; message = inbox.poll()) {
            if (recorded != null) {
                continue;
            }
            int count = message[0].equals("AK") ? 2 : 1;
            pending.add(text.packet(time.at(System.nanoTime()), count, message[0], message[1]));
            if (message[0].equals("AK") && message[1].startsWith(requestNumber + ",")) {
                waiting = false;
            }
        }
    }

    @Override
    public void onCommand(String tag, String payload) {
        if (recorded == null) {
            String echo = payload.isEmpty() ? "" : payload;
            int count = echo.isEmpty() ? 0 : echo.split(",").length;
            pending.add(text.packet(time.at(System.nanoTime()), count, tag, echo));
        }
        switch (tag) {
            case "MN", "ML", "MM" -> power = tag;
            case "RB" -> recordingFile = options.has(Fault.NO_CARD) ? null : payload + ".csv";
            case "RE" -> recordingFile = null;
            case "MO", "MH" -> silence(Long.MAX_VALUE);
            default -> {}
        }
    }

    @Override
    public void onConnected() {
        truth.connected();
        pending.clear();
        inbox.clear();
    }

    @Override
    public long deviceMs() {
        return time.at(System.nanoTime());
    }

    @Override
    public DataPath path() {
        return path;
    }

    private boolean isQuiet() {
        return !power.equals("MN");
    }

    /** Splits a batch at packet ends into datagrams of at most 512 bytes. */
    private void send(List<String> packets) {
        StringBuilder datagram = new StringBuilder();
        List<String> inside = new ArrayList<>();
        for (String packet : packets) {
            if (datagram.length() > 0 && datagram.length() + packet.length() > DATAGRAM_BYTES) {
                sendDatagram(datagram, inside);
            }
            datagram.append(packet);
            inside.add(packet);
        }
        if (datagram.length() > 0) {
            sendDatagram(datagram, inside);
        }
    }

    private void sendDatagram(StringBuilder datagram, List<String> inside) {
        byte[] bytes = datagram.toString().getBytes(StandardCharsets.ISO_8859_1);
        boolean sent = session.send(bytes);
        truth.sent(inside, sent);
        datagram.setLength(0);
        inside.clear();
    }

    // Actions of the fault clock.

    void restart() {
        session.vanish();
        generation++;
        loop.after(1_000, () -> boot(1_500, 0));
    }

    void move() {
        session.close();
        address = options.spare();
        try {
            session = new HostSession(options, address, loop, this);
        } catch (IOException e) {
            throw new IllegalStateException("The spare address " + address + " cannot be used", e);
        }
    }

    /** Stops sending without closing the session. */
    void silence(long millis) {
        dead = true;
        session.mute(true);
        if (millis != Long.MAX_VALUE) {
            loop.after(millis, () -> {
                dead = false;
                session.mute(false);
                session.vanish();
                generation++;
                waiting = false;
                startTimers();
            });
        }
    }

    void pause() {
        generation++;
    }

    FaultClock faultClock() {
        return faultClock;
    }

    HostSession session() {
        return session;
    }

    Truth truth() {
        return truth;
    }

    void close() {
        generation++;
        session.close();
    }

    static Set<String> controlTags() {
        return new HashSet<>(
                List.of("RB", "RE", "UN", "MN", "ML", "MM", "MO", "MH", "ED", "LM", "TX", "GL", "GS", "GB", "GA"));
    }
}

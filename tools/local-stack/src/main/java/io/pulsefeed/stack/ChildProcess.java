package io.pulsefeed.stack;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The stack's process as its parent sees it: launched, listened to, waited for, ended. */
final class ChildProcess {

    /** Longer than the child gives itself for a clean stop. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private static final int LAST_WORDS = 400;

    private final Process process;
    private final Home home;
    private final StackListener listener;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final StringBuilder detail = new StringBuilder();
    private final Map<String, Long> topicEnds = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    private ChildProcess(Process process, Home home, StackListener listener) {
        this.process = process;
        this.home = home;
        this.listener = listener;
    }

    static ChildProcess launch(
            StackSettings settings,
            Home home,
            Map<String, String> environment,
            List<String> jvmOptions,
            StackListener listener) {
        try {
            settings.write(home.settingsFile());
            ProcessBuilder builder = new ProcessBuilder(command(settings, home, jvmOptions))
                    .redirectError(errors(home).toFile());
            // glibc gives every thread an arena of its own; two are plenty and save some 50 MB.
            builder.environment().put("MALLOC_ARENA_MAX", "2");
            builder.environment().putAll(environment);
            ChildProcess child = new ChildProcess(builder.start(), home, listener);
            Thread reader = new Thread(child::readEvents, "stack-events");
            reader.setDaemon(true);
            reader.start();
            return child;
        } catch (IOException e) {
            throw new StackException("The stack's process could not be started: " + Home.reason(e) + ".", e);
        }
    }

    private static List<String> command(StackSettings settings, Home home, List<String> jvmOptions) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A small young generation: most of the heap that a bigger one would touch is resident for nothing.
        command.addAll(List.of(
                "-Xms64m",
                "-Xmx512m",
                "-Xmn96m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + home.logs().resolve("crash.%p.log"),
                "-Djava.awt.headless=true"));
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-cp",
                launcher(settings.layout()),
                StackMain.class.getName(),
                home.settingsFile().toString()));
        return command;
    }

    private static String launcher(Path layout) {
        try (Stream<Path> jars = Files.list(layout.resolve("launcher"))) {
            return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new StackException(
                    "The stack's jars under " + layout + " are missing. Build them with: mvn -DskipTests package", e);
        }
    }

    private static Path errors(Home home) {
        return home.logs().resolve("stack.err");
    }

    private void readEvents() {
        String error = null;
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("error ")) {
                    error = line.substring("error ".length());
                } else {
                    event(line);
                }
            }
        } catch (IOException e) {
            // the process is gone; what it said until now counts
        }
        ended(error);
    }

    private void event(String line) {
        String[] words = line.split(" ", 3);
        switch (words[0]) {
            case "phase" -> listener.phase(
                    words[1], Duration.ofMillis(Math.round(Double.parseDouble(words[2]) * 1000)));
            case "end" -> topicEnds.put(words[1], Long.parseLong(words[2]));
            case "ready" -> ready.complete(null);
            case "detail" -> detail.append(line.substring("detail ".length())).append('\n');
            default -> {
                // a JVM's own notice on standard output; nothing of ours
            }
        }
    }

    private void ended(String error) {
        if (ready.isDone() && (stopping || ready.isCompletedExceptionally())) {
            return;
        }
        String sentence = error == null ? lastWords() : error;
        if (!ready.completeExceptionally(new StackException(sentence, detail.toString()))) {
            listener.failed(sentence);
        }
    }

    private String lastWords() {
        String words = "";
        try {
            words = Files.readString(errors(home)).strip();
        } catch (IOException e) {
            // then there are none
        }
        String shown = words.length() > LAST_WORDS ? "..." + words.substring(words.length() - LAST_WORDS) : words;
        return "The stack's process ended unexpectedly" + (shown.isEmpty() ? "." : ", saying: " + shown)
                + " Its logs are in " + home.logs() + ".";
    }

    void awaitReady(Duration limit) {
        try {
            ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw (StackException) e.getCause();
        } catch (TimeoutException e) {
            throw new StackException(
                    "The stack was not ready after " + limit.toSeconds() + " s. Its logs are in " + home.logs()
                            + "; on a slow machine start it again, since the first start does the most.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("The start was interrupted.", e);
        }
    }

    Map<String, Long> topicEnds() {
        return Map.copyOf(topicEnds);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Closing its input is the child's sign to stop in order. */
    void stop() {
        stopping = true;
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it is gone already
        }
        if (!endsWithin(STOP_LIMIT)) {
            kill();
        }
    }

    void kill() {
        stopping = true;
        process.destroyForcibly();
        endsWithin(STOP_LIMIT);
    }

    private boolean endsWithin(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

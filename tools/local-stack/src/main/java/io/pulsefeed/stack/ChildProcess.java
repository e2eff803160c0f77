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
import org.jspecify.annotations.Nullable;

/** Launches and stops the child process of the stack, and reads its events. */
final class ChildProcess {

    /** Longer than the limit that the child process has for its own shutdown. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private static final int ERROR_OUTPUT_LENGTH = 400;

    private final Process process;
    private final Home home;
    private final StackListener listener;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final StringBuilder detail = new StringBuilder();
    private final Map<String, Long> initialEndOffsets = new ConcurrentHashMap<>();
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
            // glibc creates an arena per thread; limiting them to two saves about 50 MB.
            builder.environment().put("MALLOC_ARENA_MAX", "2");
            builder.environment().putAll(environment);
            ChildProcess child = new ChildProcess(builder.start(), home, listener);
            Thread reader = new Thread(child::readEvents, "stack-events");
            reader.setDaemon(true);
            reader.start();
            return child;
        } catch (IOException e) {
            throw new StackException("The child process of the stack could not be started: " + Home.reason(e) + ".", e);
        }
    }

    private static List<String> command(StackSettings settings, Home home, List<String> jvmOptions) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A small young generation keeps the resident memory low.
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
                    "The jars of the stack in " + layout + " are missing. Build them with: mvn -DskipTests package", e);
        }
    }

    private static Path errors(Home home) {
        return home.logs().resolve("stack.err");
    }

    private void readEvents() {
        @Nullable String error = null;
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
            // The process has exited; the events read so far are kept.
        }
        onExit(error);
    }

    private void event(String line) {
        String[] words = line.split(" ", 3);
        switch (words[0]) {
            case "phase" -> listener.phase(
                    words[1], Duration.ofMillis(Math.round(Double.parseDouble(words[2]) * 1000)));
            case "end" -> initialEndOffsets.put(words[1], Long.parseLong(words[2]));
            case "ready" -> ready.complete(null);
            case "detail" -> detail.append(line.substring("detail ".length())).append('\n');
            default -> {
                // A message of the JVM on standard output.
            }
        }
    }

    private void onExit(@Nullable String error) {
        if (ready.isDone() && (stopping || ready.isCompletedExceptionally())) {
            return;
        }
        String message = withFullDisk(error == null ? unexpectedExit() : error);
        if (!ready.completeExceptionally(new StackException(message, detail.toString()))) {
            listener.failed(message);
        }
    }

    private String withFullDisk(String message) {
        return FullDisk.of(home.folder()).map(cause -> message + " " + cause).orElse(message);
    }

    private String unexpectedExit() {
        String output = "";
        try {
            output = Files.readString(errors(home)).strip();
        } catch (IOException e) {
            // The message is then without output.
        }
        String shown = output.length() > ERROR_OUTPUT_LENGTH
                ? "..." + output.substring(output.length() - ERROR_OUTPUT_LENGTH)
                : output;
        return "The child process of the stack exited unexpectedly" + (shown.isEmpty() ? "." : ": " + shown)
                + " See the logs in " + home.logs() + ".";
    }

    void awaitReady(Duration limit) {
        try {
            ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw (StackException) e.getCause();
        } catch (TimeoutException e) {
            throw new StackException(
                    withFullDisk("The stack was not ready after " + limit.toSeconds() + " s. See the logs in "
                            + home.logs() + ". On a slow machine, try again: the first start takes the longest."),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("The start of the stack was interrupted.", e);
        }
    }

    Map<String, Long> initialEndOffsets() {
        return Map.copyOf(initialEndOffsets);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Closes the standard input of the child process, which makes it shut down. */
    void stop() {
        stopping = true;
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // The process has already exited.
        }
        if (!exitsWithin(STOP_LIMIT)) {
            kill();
        }
    }

    void kill() {
        stopping = true;
        process.destroyForcibly();
        exitsWithin(STOP_LIMIT);
    }

    private boolean exitsWithin(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

package io.pulsefeed.deployment.process;

import io.pulsefeed.testing.Checkout;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs Kafka's main classes in separate processes, with the jars of the embedded broker or worker. */
public final class KafkaJvm {

    private final Path javaHome;
    private final Path jars;
    private final List<String> options;
    private final String classPath;

    private KafkaJvm(Path javaHome, Path jars, List<String> options, String classPath) {
        this.javaHome = javaHome;
        this.jars = jars;
        this.options = options;
        this.classPath = classPath;
    }

    public static KafkaJvm broker(int heapMegabytes) {
        return of("broker", heapMegabytes);
    }

    public static KafkaJvm worker(int heapMegabytes) {
        return of("worker", heapMegabytes);
    }

    private static KafkaJvm of(String side, int heapMegabytes) {
        return ofJars(Checkout.path("tools/local-stack/target/stack").resolve(side), heapMegabytes);
    }

    /** Another version of Kafka than that of the stack. */
    public static KafkaJvm ofJars(Path jars, int heapMegabytes) {
        List<String> options = List.of("-Xmx" + heapMegabytes + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        Path javaHome = Path.of(System.getProperty("java.home"));
        return new KafkaJvm(javaHome, jars, options, jars + File.separator + "*");
    }

    /** On another Java than that of the tests. */
    public KafkaJvm on(Path otherJavaHome) {
        return new KafkaJvm(otherJavaHome, jars, options, classPath);
    }

    public KafkaJvm with(String... more) {
        return new KafkaJvm(
                javaHome, jars, Stream.concat(options.stream(), Stream.of(more)).toList(), classPath);
    }

    /** Logs into a folder, with the logging configuration of the stack. */
    public KafkaJvm loggingInto(Path folder) {
        return loggingAs(jars.resolve("log4j2.properties")).with("-Dpulsefeed.logs=" + folder);
    }

    public KafkaJvm loggingAs(Path settings) {
        return with("-Dlog4j2.configurationFile=" + settings);
    }

    KafkaJvm withJar(Path jar) {
        return new KafkaJvm(javaHome, jars, options, classPath + File.pathSeparator + jar);
    }

    public Command command(String mainClass, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(javaHome.resolve("bin/java").toString());
        words.addAll(options);
        words.addAll(List.of("-cp", classPath, mainClass));
        words.addAll(List.of(arguments));
        return Command.of(words);
    }

    /** The jar that contains a class on the test class path; the class is not loaded. */
    public static Path jarWith(String className) {
        String url = KafkaJvm.class
                .getClassLoader()
                .getResource(className.replace('.', '/') + ".class")
                .toString();
        return Path.of(URI.create(url.substring("jar:".length(), url.indexOf('!'))));
    }
}

package io.pulsefeed.deployment.process;

import io.pulsefeed.testing.Checkout;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Programs of Kafka as processes of their own, from the jars that the stack runs its broker or its worker from. */
public final class KafkaJvm {

    private final Path jars;
    private final List<String> options;
    private final String classPath;

    private KafkaJvm(Path jars, List<String> options, String classPath) {
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
        Path jars = Checkout.path("tools/local-stack/target/stack").resolve(side);
        List<String> options = List.of("-Xmx" + heapMegabytes + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        return new KafkaJvm(jars, options, jars + File.separator + "*");
    }

    public KafkaJvm with(String... more) {
        return new KafkaJvm(
                jars, Stream.concat(options.stream(), Stream.of(more)).toList(), classPath);
    }

    /** Logs into a folder, with the settings that the stack logs with. */
    public KafkaJvm loggingInto(Path folder) {
        return loggingAs(jars.resolve("log4j2.properties")).with("-Dpulsefeed.logs=" + folder);
    }

    public KafkaJvm loggingAs(Path settings) {
        return with("-Dlog4j2.configurationFile=" + settings);
    }

    KafkaJvm withJar(Path jar) {
        return new KafkaJvm(jars, options, classPath + File.pathSeparator + jar);
    }

    public Command command(String mainClass, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        words.addAll(List.of("-cp", classPath, mainClass));
        words.addAll(List.of(arguments));
        return Command.of(words);
    }

    /** The jar that a class is in: on the class path of the tests, so that Maven fetches it, and never loaded there. */
    public static Path jarWith(String className) {
        String url = KafkaJvm.class
                .getClassLoader()
                .getResource(className.replace('.', '/') + ".class")
                .toString();
        return Path.of(URI.create(url.substring("jar:".length(), url.indexOf('!'))));
    }
}

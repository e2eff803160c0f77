package io.pulsefeed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.cli.EveryCommand.Ended;
import io.pulsefeed.cli.EveryCommand.Leaf;
import java.lang.reflect.Member;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.OptionSpec;

/** Each option of each command with values that are wrong: one sentence that names the mistake, never the name of an exception. */
class WrongArgumentsTest {

    private static final Pattern TRACE = Pattern.compile("\\bat (io|java|org|picocli)\\.|Exception|\\bjava\\.");
    private static final int MAX_LINES = 4;

    /** Any number is a seed. */
    private static final Set<String> ANY_NUMBER = Set.of("--seed");

    @TempDir
    private static Path folder;

    private static Stream<Leaf> commands() {
        // Picocli's own command accepts everything.
        return EveryCommand.all().stream().filter(command -> !command.name().equals("generate-completion"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void describesTheMistake(Leaf command) {
        EveryCommand commands = new EveryCommand(folder);
        SoftAssertions softly = new SoftAssertions();
        for (OptionSpec option : command.spec().options()) {
            String name = option.longestName();
            if (option.arity().max() == 0) {
                continue;
            }
            for (String value : invalid(option)) {
                Ended ended = run(commands, command, name, value);
                check(softly, name + " " + value, ended);
                softly.assertThat(ended.code())
                        .as("%s %s: %s", name, value, ended.err())
                        .isIn(1, 2);
                softly.assertThat(ended.err())
                        .as("%s %s", name, value)
                        .containsAnyOf(name, "'" + value + "'", " " + value + " ", value + ":");
            }
            List<String> values = unlikely(option);
            for (int i = 0; i < values.size(); i++) {
                // An option of many commands: each value in some of them.
                if (!isShared(option) || i == Math.floorMod(command.name().hashCode(), values.size())) {
                    check(softly, name + " " + values.get(i), run(commands, command, name, values.get(i)));
                }
            }
        }
        softly.assertAll();
    }

    private static boolean isShared(OptionSpec option) {
        return option.inherited()
                || option.userObject() instanceof Member member
                        && member.getDeclaringClass().getPackageName().endsWith(".options");
    }

    private static Ended run(EveryCommand commands, Leaf command, String option, String value) {
        List<String> arguments = new ArrayList<>(command.arguments(option));
        arguments.add(option + "=" + value);
        return commands.run(arguments);
    }

    private static void check(SoftAssertions softly, String argument, Ended ended) {
        softly.assertThat(ended.code()).as(argument).isBetween(0, 3);
        if (ended.code() == 1 || ended.code() == 2) {
            softly.assertThat(ended.err() + ended.out()).as(argument).isNotBlank();
        }
        softly.assertThat(TRACE.matcher(ended.err() + ended.out()).find())
                .as("%s: %s%s", argument, ended.err(), ended.out())
                .isFalse();
        softly.assertThat(ended.err().lines()).as(argument).hasSizeLessThanOrEqualTo(MAX_LINES);
    }

    /** Values that no server needs to be asked about. */
    private static List<String> invalid(OptionSpec option) {
        Class<?> type = type(option);
        if (Set.of(int.class, long.class, Long.class, Integer.class).contains(type)) {
            return ANY_NUMBER.contains(option.longestName())
                    ? List.of("many", "1.5", "99999999999999999999")
                    : List.of("many", "1.5", "-7", "99999999999999999999");
        }
        if (type == double.class) {
            return List.of("many", "-7", "NaN");
        }
        if (type.getSimpleName().equals("Timeout") || type == Duration.class) {
            return List.of("soon", "-5s", "999999999h", "");
        }
        if (type == Instant.class) {
            return List.of("yesterday", "2026-13-45", "");
        }
        if (type == URI.class) {
            return List.of("::", "http://", "ftp://host/x", "http://host:99999/");
        }
        if (type == Pattern.class) {
            return List.of("[", "(");
        }
        if (type == InetAddress.class) {
            return List.of("999.1.1.1");
        }
        return type.isEnum() ? List.of("wrong") : List.of();
    }

    /** Values that may be accepted. */
    private static List<String> unlikely(OptionSpec option) {
        Class<?> type = type(option);
        if (type == Instant.class) {
            return List.of("-999999999-01-01T00:00:00Z", "earliest", "9999-12-31");
        }
        if (type == Path.class) {
            return List.of("/dev/null/file", "/nosuch/file", "/", "");
        }
        if (type != String.class) {
            return List.of();
        }
        if (option.longestName().endsWith("-url")) {
            return List.of("::", "http://", "http://host:99999", "jdbc:postgresql://host:99999/x", "");
        }
        return option.longestName().endsWith("-server")
                ? List.of("nonsense", ":", ",", "127.0.0.1:99999", "")
                : List.of("", ",", "a/../b", "%s ?#");
    }

    /** Of an option that can be repeated, that of an element. */
    private static Class<?> type(OptionSpec option) {
        return Collection.class.isAssignableFrom(option.type()) ? option.auxiliaryTypes()[0] : option.type();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void describesAnUnknownOption(Leaf command) {
        List<String> arguments = new ArrayList<>(
                command.name().equals("simulate emotibit") ? List.of("simulate", "emotibit") : command.arguments(""));
        arguments.add("--nosuch");
        Ended ended = new EveryCommand(folder).run(arguments);
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("--nosuch").doesNotContain("Exception");
    }
}

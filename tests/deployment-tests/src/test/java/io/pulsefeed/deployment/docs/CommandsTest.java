package io.pulsefeed.deployment.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a page tells its reader to type exists: subcommands, options, services, profiles, scripts, files. */
class CommandsTest {

    private static final ComposeUsage COMPOSE = ComposeUsage.ofTheTree();

    @Test
    void everyCommandOnAPageExists() {
        List<String> faults = new ArrayList<>();
        int checked = 0;
        for (Page page : Page.all()) {
            for (Page.Code code : page.code()) {
                for (List<String> words : ShellLine.commands(code.text())) {
                    checked += isOurs(words) ? 1 : 0;
                    fault(words).ifPresent(fault -> faults.add(page.name() + ":" + code.line() + ": " + fault));
                }
            }
        }
        assertThat(faults).isEmpty();
        assertThat(checked).as("commands found on the pages").isGreaterThan(20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "./pulsefeed dance                                | 'pulsefeed' has no subcommand dance",
                "./pulsefeed demo --loud                          | 'pulsefeed demo' has no option --loud",
                "./pulsefeed simulate weather --port 1            | 'pulsefeed simulate' has no subcommand weather",
                "X=1 ./pulsefeed bench sink --records 5 --fast    | 'pulsefeed bench sink' has no option --fast",
                "cd x && docker compose logs -f nobody            | no compose file has a service nobody",
                "docker compose -f docker-compose.none.yml up -d  | there is no file docker-compose.none.yml",
                "docker compose --profile none up -d              | no compose file has a profile none",
                "dev/no-such-script up                            | there is no file dev/no-such-script",
                "curl --data @connect-config/no.json localhost    | there is no file connect-config/no.json",
                "./pulsefeed demo --duration=60s [--live]         |",
                "./pulsefeed simulate kraken --rate 100 && date    |",
                "docker compose exec connect pulsefeed topics go  | 'pulsefeed topics' has no subcommand go",
                "docker compose exec -e A=b NAME psql -c 'x'      |",
                "docker compose exec connect psql -U x pulsefeed -c |",
            })
    void saysWhatDoesNotExist(String line, String expected) {
        Optional<String> fault = ShellLine.commands(line).stream()
                .flatMap(words -> fault(words).stream())
                .findFirst();
        assertThat(fault.orElse(null)).isEqualTo(expected);
    }

    private static boolean isOurs(List<String> words) {
        return isPulsefeed(words) || isCompose(words);
    }

    private static boolean isPulsefeed(List<String> words) {
        return words.get(0).equals("./pulsefeed") || words.get(0).equals("pulsefeed") && words.size() > 1;
    }

    private static boolean isCompose(List<String> words) {
        return words.size() > 2 && words.get(0).equals("docker") && words.get(1).equals("compose");
    }

    private static Optional<String> fault(List<String> words) {
        if (isPulsefeed(words)) {
            return PulsefeedUsage.fault(words);
        }
        if (isCompose(words)) {
            Optional<String> fault = COMPOSE.fault(words);
            return fault.isPresent() ? fault : COMPOSE.inside(words).flatMap(PulsefeedUsage::fault);
        }
        if (words.get(0).matches("(\\./)?(dev|\\.ci)/[\\w./-]+") && !Files.exists(Checkout.path(words.get(0)))) {
            return Optional.of("there is no file " + words.get(0));
        }
        return words.get(0).equals("curl")
                ? words.stream()
                        .filter(word ->
                                word.matches("@[a-z][\\w./-]+") && !Files.exists(Checkout.path(word.substring(1))))
                        .findFirst()
                        .map(word -> "there is no file " + word.substring(1))
                : Optional.empty();
    }
}

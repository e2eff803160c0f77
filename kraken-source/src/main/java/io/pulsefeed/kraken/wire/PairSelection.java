package io.pulsefeed.kraken.wire;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pairs that a configuration selects: single pairs, patterns such as {@code *}{@code /USD} or {@code XBT/*}, and exclusions with an
 * exclamation mark, such as {@code !*}{@code /EUR}. The order does not matter.
 */
public final class PairSelection {

    private record Rule(Pattern base, Pattern quote) {

        static Rule of(String text) {
            int slash = text.indexOf('/');
            if (slash < 1 || slash == text.length() - 1 || !text.matches("[A-Za-z0-9.*]{1,20}/[A-Za-z0-9.*]{1,20}")) {
                throw new IllegalArgumentException("'" + text + "' is not a valid pair or pattern: expected base and"
                        + " quote with a slash between, such as XBT/USD, */USD or !*/EUR");
            }
            return new Rule(side(text.substring(0, slash)), side(text.substring(slash + 1)));
        }

        private static Pattern side(String text) {
            String canonical = text.indexOf('*') < 0 ? Pair.canonical(text) : text;
            return Pattern.compile("\\Q" + canonical.replace("*", "\\E.*\\Q") + "\\E", Pattern.CASE_INSENSITIVE);
        }

        private static boolean matches(Pattern side, String asset) {
            return side.matcher(asset).matches()
                    || side.matcher(Pair.common(asset)).matches();
        }

        boolean matches(Pair pair) {
            return matches(base, pair.base()) && matches(quote, pair.quote());
        }
    }

    private final List<Pair> named;
    private final List<Rule> included;
    private final List<Rule> excluded;

    private PairSelection(List<Pair> named, List<Rule> included, List<Rule> excluded) {
        this.named = named;
        this.included = included;
        this.excluded = excluded;
    }

    /** @throws IllegalArgumentException naming the first text that is neither a pair nor a pattern */
    public static PairSelection of(List<String> texts) {
        List<String> stripped = texts.stream().map(String::strip).toList();
        PairSelection selection = new PairSelection(
                Pair.listOf(stripped.stream().filter(text -> !isPattern(text)).toList()),
                stripped.stream()
                        .filter(text -> isPattern(text) && !text.startsWith("!"))
                        .map(Rule::of)
                        .toList(),
                stripped.stream()
                        .filter(text -> text.startsWith("!"))
                        .map(text -> Rule.of(text.substring(1)))
                        .toList());
        if (selection.named.isEmpty() && selection.included.isEmpty()) {
            throw new IllegalArgumentException(
                    "every entry is an exclusion; name at least one pair or pattern to include");
        }
        if (!selection.hasPatterns() && selection.resolve(List.of()).isEmpty()) {
            throw new IllegalArgumentException("the exclusions leave no pair; remove one of them or add a pair");
        }
        return selection;
    }

    private static boolean isPattern(String text) {
        return text.startsWith("!") || text.indexOf('*') >= 0;
    }

    /** Whether Kraken's list of pairs is needed to resolve the selection. */
    public boolean hasPatterns() {
        return !included.isEmpty();
    }

    /** The selected pairs, each once, sorted. Pairs that are named without a pattern need not be listed. */
    public List<Pair> resolve(Collection<Pair> listed) {
        return Stream.concat(named.stream(), listed.stream().filter(pair -> included.stream()
                        .anyMatch(rule -> rule.matches(pair))))
                .filter(pair -> excluded.stream().noneMatch(rule -> rule.matches(pair)))
                .distinct()
                .sorted()
                .toList();
    }
}

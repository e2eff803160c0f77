package io.pulsefeed.deployment.docs;

import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Markdown file: where its links lead, which anchors it offers, and the code that it shows. */
record Page(Path file, Set<String> anchors, List<Link> links, List<Code> code) {

    record Link(int line, String target) {}

    /** One command line, continued lines joined; in a fence of its language, in an indented block, or in the text. */
    record Code(int line, String language, String text) {}

    private static final Pattern FENCE = Pattern.compile("^\\s*(?:[-*] |\\d+\\. )?\\s*(```+|~~~+)\\s*([\\w-]*).*$");
    private static final Pattern HEADING = Pattern.compile("^#{1,6}\\s+(.*?)\\s*#*$");
    private static final Pattern SPAN = Pattern.compile("(`+)(.+?)\\1");
    private static final Pattern LINK = Pattern.compile("\\]\\(<?([^)<>\\s]*)>?(?:\\s+\"[^\"]*\")?\\)");
    private static final Pattern REFERENCE = Pattern.compile("^ {0,3}\\[[^\\]]+\\]:\\s*<?(\\S+?)>?(?:\\s+\".*\")?$");
    private static final Pattern ANCHOR = Pattern.compile("<a\\s+(?:id|name)=\"([^\"]+)\"");

    private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    static final String IN_TEXT = "in text";
    static final String INDENTED = "indented";

    /** Every page of the checkout; what the build made is not part of it. */
    static List<Page> all() {
        try (Stream<Path> files = Files.walk(Checkout.ROOT)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> {
                        String path = "/" + Checkout.ROOT.relativize(file);
                        return !path.contains("/target/") && !path.contains("/.git/");
                    })
                    .sorted()
                    .map(Page::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Page read(Path file) {
        try {
            return parse(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Page parse(Path file, String text) {
        return new Parser(file).read(text.lines().toList());
    }

    /** As it is named in messages. */
    String name() {
        return Checkout.ROOT.relativize(file).toString();
    }

    /** The compose files that this page tells its reader to write. */
    List<String> composeExamples() {
        try {
            return YAML_BLOCK
                    .matcher(Files.readString(file))
                    .results()
                    .map(block -> block.group(1))
                    .filter(block -> block.lines().anyMatch("services:"::equals))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Parser {

        private final Path file;
        private final Set<String> anchors = new HashSet<>();
        private final List<Link> links = new ArrayList<>();
        private final List<Code> code = new ArrayList<>();
        private final StringBuilder command = new StringBuilder();
        private int commandLine;

        Parser(Path file) {
            this.file = file;
        }

        Page read(List<String> lines) {
            String fence = null;
            String language = "";
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                Matcher marker = FENCE.matcher(line);
                if (marker.matches() && (fence == null || marker.group(1).startsWith(fence))) {
                    language = fence == null ? marker.group(2) : "";
                    fence = fence == null ? marker.group(1) : null;
                } else if (fence != null) {
                    command(i + 1, language, line);
                } else {
                    text(i + 1, line);
                }
            }
            return new Page(file, anchors, List.copyOf(links), List.copyOf(code));
        }

        private void text(int number, String line) {
            if (line.startsWith("    ") || !command.isEmpty()) {
                command(number, INDENTED, line);
            }
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                anchors.add(unused(slug(heading.group(1))));
            }
            ANCHOR.matcher(line).results().forEach(found -> anchors.add(found.group(1)));
            SPAN.matcher(line)
                    .results()
                    .forEach(span ->
                            code.add(new Code(number, IN_TEXT, span.group(2).strip())));
            String prose = SPAN.matcher(line).replaceAll("code");
            LINK.matcher(prose).results().forEach(link -> links.add(new Link(number, link.group(1))));
            Matcher reference = REFERENCE.matcher(prose);
            if (reference.matches()) {
                links.add(new Link(number, reference.group(1)));
            }
        }

        private void command(int number, String language, String line) {
            if (command.isEmpty()) {
                commandLine = number;
            }
            String part = line.strip();
            if (part.endsWith("\\")) {
                command.append(part, 0, part.length() - 1);
                return;
            }
            code.add(new Code(commandLine, language, command.append(part).toString()));
            command.setLength(0);
        }

        private String unused(String slug) {
            String name = slug;
            for (int i = 1; anchors.contains(name); i++) {
                name = slug + "-" + i;
            }
            return name;
        }
    }

    /** The anchor that a forge gives a heading. */
    static String slug(String heading) {
        return heading.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}

package io.pulsefeed.deployment.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Splits shell lines of the docs into commands and words. Supports only the syntax that the docs use. */
final class ShellLine {

    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*");

    private ShellLine() {}

    /** The commands of a line, without prompt, comment, leading variable assignments, and sudo. */
    static List<List<String>> commands(String line) {
        List<List<String>> commands = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (String word : words(line.replaceFirst("^[$#] ", ""))) {
            if (word.equals("|") || word.equals("||") || word.equals("&&") || word.equals(";") || word.equals("&")) {
                commands.add(words);
                words = new ArrayList<>();
            } else if (word.endsWith(";") && word.length() > 1) {
                words.add(word.substring(0, word.length() - 1));
                commands.add(words);
                words = new ArrayList<>();
            } else if (!words.isEmpty() || !isPrefix(word)) {
                words.add(word);
            }
        }
        commands.add(words);
        return commands.stream().filter(command -> !command.isEmpty()).toList();
    }

    private static boolean isPrefix(String word) {
        return word.equals("sudo")
                || word.equals("time")
                || ASSIGNMENT.matcher(word).matches();
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (Character.isWhitespace(c)) {
                if (word != null) {
                    words.add(word.toString());
                }
                word = null;
            } else if (c == '#' && word == null) {
                return words;
            } else {
                word = word == null ? new StringBuilder() : word;
                if (c == '\'' || c == '"') {
                    quote = c;
                } else {
                    word.append(c);
                }
            }
        }
        if (word != null) {
            words.add(word.toString());
        }
        return words;
    }
}

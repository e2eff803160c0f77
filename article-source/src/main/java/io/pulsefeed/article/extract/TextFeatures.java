package io.pulsefeed.article.extract;

/** Features of the text of a paragraph: length, punctuation, capitals. */
final class TextFeatures {

    private int letters;
    private int upper;
    private int digits;
    private int commas;
    private int spaces;
    private int sentences;
    private int symbols;
    private int capitalizedWords;
    private int words;

    private TextFeatures(String text) {
        boolean isWordStart = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isLetter(c)) {
                boolean isUpper = Character.isUpperCase(c);
                letters++;
                upper += isUpper ? 1 : 0;
                words += isWordStart ? 1 : 0;
                capitalizedWords += isWordStart && isUpper ? 1 : 0;
                isWordStart = false;
            } else if (Character.isDigit(c)) {
                digits++;
                isWordStart = false;
            } else {
                isWordStart = c <= ' ';
                countSign(c, i + 1 == text.length() || text.charAt(i + 1) <= ' ');
            }
        }
    }

    private void countSign(char c, boolean beforeSpace) {
        switch (c) {
            case ' ', '\n' -> spaces++;
            case ',', '\u3001', '\uff0c', '\u060c' -> commas++;
            case '.', '!', '?' -> sentences += beforeSpace ? 1 : 0;
            case '\u3002', '\uff01', '\uff1f' -> sentences++;
            case '|', '\u00a9', '\u00bb', '\u203a', '\u2022', '\u00b7', '@', '/', '+', '\u2192' -> symbols++;
            default -> {}
        }
    }

    static void addTo(FeatureVector features, Block paragraph) {
        String text = paragraph.text;
        TextFeatures counts = new TextFeatures(text);
        double length = Math.max(1, text.length());
        features.add(text.length());
        features.add(counts.words);
        features.add(paragraph.linkDensity());
        features.add((double) paragraph.anchorChars / Math.max(1, paragraph.chars));
        features.add(paragraph.prose);
        features.add(counts.capitalizedWords / Math.max(1.0, counts.words));
        features.add(counts.upper / Math.max(1.0, counts.letters));
        features.add(counts.digits / length);
        features.add(counts.commas / length);
        features.add(counts.sentences);
        features.add(counts.symbols / length);
        features.add(length / (counts.spaces + 1));
        features.add(text.isEmpty() ? 0 : endOf(text.charAt(text.length() - 1)));
        features.add(text.isEmpty() ? 0 : startOf(text.charAt(0)));
        paragraph.hints = TextHint.of(text);
        for (byte hint : paragraph.hints) {
            features.add(hint);
        }
    }

    private static int endOf(char last) {
        return switch (last) {
            case '.', '!', '?', '\u3002', '\uff01', '\uff1f' -> 2;
            case '"', '\'', '\u201d', '\u201c', '\u00bb', ')' -> 1;
            case ':' -> -1;
            case '\u2026' -> -2;
            default -> 0;
        };
    }

    private static int startOf(char first) {
        if (Character.isUpperCase(first)) {
            return 1;
        }
        if (Character.isLowerCase(first)) {
            return -1;
        }
        return Character.isDigit(first) ? 2 : Character.isLetter(first) ? 0 : 3;
    }
}

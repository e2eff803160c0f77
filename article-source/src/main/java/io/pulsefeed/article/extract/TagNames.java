package io.pulsefeed.article.extract;

/**
 * Limits the length of tag names before markup is parsed. The parser normalizes a name again for every part that it reads, so the time
 * for a damaged document without the end of a tag would grow with the square of its size.
 */
public final class TagNames {

    private static final int MAX_LENGTH = 500;

    private TagNames() {}

    /** Ends longer names with a blank. Returns other markup as it is. */
    public static String limit(String markup) {
        StringBuilder limited = new StringBuilder();
        int copied = 0;
        int tag = markup.indexOf('<');
        while (tag >= 0) {
            int end = endOfName(markup, tag + 1);
            if (end - tag > MAX_LENGTH) {
                limited.append(markup, copied, end).append(' ');
                copied = end;
            }
            tag = markup.indexOf('<', end);
        }
        return copied == 0
                ? markup
                : limited.append(markup, copied, markup.length()).toString();
    }

    /** The end of a name, or the position after the limit. */
    private static int endOfName(String markup, int start) {
        int name = start < markup.length() && markup.charAt(start) == '/' ? start + 1 : start;
        boolean isOther = name < markup.length() && (markup.charAt(name) == '!' || markup.charAt(name) == '?');
        int limit = isOther ? name : Math.min(markup.length(), start + MAX_LENGTH);
        int end = name;
        while (end < limit && !isAfterName(markup.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isAfterName(char c) {
        return c == ' ' || c == '>' || c == '/' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }
}

package io.pulsefeed.cli.doctor;

/**
 * What one check found.
 *
 * @param advice what to do; empty when all is well
 */
record Finding(Level level, String check, String text, String advice) {

    /** FAIL is what stops data; WARN is what will, or what could not be looked at. */
    enum Level {
        OK,
        WARN,
        FAIL
    }

    static Finding ok(String check, String text) {
        return new Finding(Level.OK, check, text, "");
    }

    static Finding warn(String check, String text, String advice) {
        return new Finding(Level.WARN, check, text, advice);
    }

    static Finding fail(String check, String text, String advice) {
        return new Finding(Level.FAIL, check, text, advice);
    }

    String line() {
        return String.format("%-5s %-16s %s", level, check, text) + (advice.isEmpty() ? "" : ". " + advice);
    }
}

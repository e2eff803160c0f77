package io.pulsefeed.cli.doctor;

import io.pulsefeed.cli.output.Table;
import io.pulsefeed.cli.output.Table.Column;

/**
 * Result of a check.
 *
 * @param check name of the check
 * @param advice how to fix it; empty if it is OK
 */
record Finding(Level level, String check, String text, String advice) {

    /** FAIL: data does not flow. WARN: it may stop, or the check was not possible. */
    enum Level {
        OK,
        WARN,
        FAIL
    }

    private static final Table TABLE = new Table(Column.left(5), Column.left(16), Column.text());

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
        return TABLE.format(level, check, text + (advice.isEmpty() ? "" : ". " + advice));
    }
}

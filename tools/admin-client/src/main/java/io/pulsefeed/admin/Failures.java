package io.pulsefeed.admin;

/** Texts of failures for users. */
final class Failures {

    private Failures() {}

    /** Kind and message of {@code failure}; the kind alone if it has no message. */
    static String reason(Exception failure) {
        String kind = failure.getClass().getSimpleName().replace("Exception", "");
        return failure.getMessage() == null ? kind : kind + ": " + failure.getMessage();
    }
}

package io.pulsefeed.admin.state;

/** Address and credentials of the database of the sinks. A role that can only read is sufficient. */
public record DatabaseLogin(String jdbcUrl, String user, String password) {

    /** The URL without parameters, which may contain a password. */
    String shownUrl() {
        int parameters = jdbcUrl.indexOf('?');
        return parameters < 0 ? jdbcUrl : jdbcUrl.substring(0, parameters);
    }

    @Override
    public String toString() {
        return user + " at " + shownUrl();
    }
}

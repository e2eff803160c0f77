package io.pulsefeed.timescale.schema;

/** The kinds of TimescaleDB policies that the sink creates. */
enum PolicyKind {
    RETENTION("retention", "policy_retention", "drop_after", "retention_policy"),
    COMPRESSION("compress.after", "policy_compression", "compress_after", "compression_policy");

    private final String key;
    private final String procedure;
    private final String argument;
    private final String function;

    PolicyKind(String key, String procedure, String argument, String function) {
        this.key = key;
        this.procedure = procedure;
        this.argument = argument;
        this.function = function;
    }

    /** The configuration key. */
    String key() {
        return key;
    }

    /** {@code proc_name} of the job. */
    String procedure() {
        return procedure;
    }

    /** The interval, as an argument of the function that adds the policy and as a field of the job's configuration. */
    String argument() {
        return argument;
    }

    /** The statement that adds a policy to a table and returns the ID of its job. */
    String addition(Extension extension, String table, String interval) {
        return "SELECT " + extension.function("add_" + function) + "(" + Sql.literal(Sql.quotedTable(table)) + ", "
                + argument + " => INTERVAL " + Sql.literal(interval) + ")";
    }

    /** The statement that removes the policy of a table. */
    String removal(Extension extension, String table) {
        return "SELECT " + extension.function("remove_" + function) + "(" + Sql.literal(Sql.quotedTable(table)) + ")";
    }
}

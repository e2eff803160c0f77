package io.pulsefeed.cli.audit;

import io.pulsefeed.cli.access.Database;

/** A column of a table, and how its values are compared: as the same bytes in the database and here. */
record RowColumn(String name, Type type) {

    /** The types that can be compared. */
    enum Type {
        FLOAT8("float8send(%s)"),
        FLOAT4("float4send(%s)"),
        INTEGER("int8send(%s::int8)"),
        BOOLEAN("boolsend(%s)"),
        TEXT("int4send(octet_length(%1$s::text)) || textsend(%1$s::text)"),
        TIME("timestamptz_send(%s)"),
        FLOAT8_ARRAY("array_send(%s)"),
        TEXT_ARRAY("array_send(%s)"),
        JSON("int4send(octet_length(%1$s::text)) || textsend(%1$s::text)"),
        /** Not compared. */
        OTHER("'\\x'::bytea");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }

        /** Whether a value is neither an array nor an object. */
        boolean isSingle() {
            return this != FLOAT8_ARRAY && this != TEXT_ARRAY && this != JSON;
        }

        static Type of(String sqlType) {
            String base = sqlType.replaceFirst("\\(.*\\)", "");
            return switch (base) {
                case "double precision" -> FLOAT8;
                case "real" -> FLOAT4;
                case "smallint", "integer", "bigint" -> INTEGER;
                case "boolean" -> BOOLEAN;
                case "text", "character varying" -> TEXT;
                case "timestamp with time zone" -> TIME;
                case "double precision[]" -> FLOAT8_ARRAY;
                case "text[]" -> TEXT_ARRAY;
                case "jsonb" -> JSON;
                default -> OTHER;
            };
        }
    }

    boolean isText() {
        return type == Type.TEXT || type == Type.JSON;
    }

    /** An expression for the bytes of the column, which start with 0 for NULL. */
    String bytesSql() {
        String bytes = String.format(type.sql, Database.quoted(name));
        return "coalesce('\\x01'::bytea || " + bytes + ", '\\x00'::bytea)";
    }
}

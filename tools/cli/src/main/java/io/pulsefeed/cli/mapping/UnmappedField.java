package io.pulsefeed.cli.mapping;

/** A field of the sample without a column of its own. @param field name with its path */
record UnmappedField(String field, String reason) {}

/** The database server and its tables: edition, catalog, DDL and policies. All SQL that is not part of writing rows is here. */
@NullMarked
package io.pulsefeed.timescale.schema;

import org.jspecify.annotations.NullMarked;

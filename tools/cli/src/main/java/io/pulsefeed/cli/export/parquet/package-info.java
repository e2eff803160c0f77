/**
 * A writer of flat Parquet files: one level of columns, plain encoding, GZIP. The usual libraries need 20 to 90 MB.
 */
@NullMarked
package io.pulsefeed.cli.export.parquet;

import org.jspecify.annotations.NullMarked;

/** {@code pulsefeed forget-patient}. Deletes the rows of one patient, and reports what topics still contain. */
@NullMarked
package io.pulsefeed.cli.patient;

import org.jspecify.annotations.NullMarked;

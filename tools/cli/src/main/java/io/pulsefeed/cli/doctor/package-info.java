/**
 * {@code pulsefeed doctor}. Runs checks of the machine, the containers, Kafka, Kafka Connect and the database.
 */
@NullMarked
package io.pulsefeed.cli.doctor;

import org.jspecify.annotations.NullMarked;

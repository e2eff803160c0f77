package io.pulsefeed.cli.export;

/**
 * One row of a signal.
 *
 * @param epochUs wall-clock time, microseconds since 1970
 * @param deviceMs time of the device
 * @param isSample whether the value is a sample; otherwise it is the payload of a packet without numbers
 * @param header the fields of the packet, which start with those of the header
 * @param value the text of the sample or of the payload
 */
record SignalRow(long epochUs, double deviceMs, boolean isSample, String[] header, String value) {}

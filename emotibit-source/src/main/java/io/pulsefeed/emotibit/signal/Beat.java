package io.pulsefeed.emotibit.signal;

/**
 * One pulse.
 *
 * @param seconds time of its systolic peak
 * @param height counts from the foot before to the peak, band-passed
 * @param baseline counts of the inverted signal below 0.7 Hz
 * @param correlation with the median beat around it, -1 to 1
 * @param segment number of the undisturbed stretch it is in; intervals do not cross from one to the next
 */
record Beat(double seconds, double height, double baseline, double correlation, int segment) {}

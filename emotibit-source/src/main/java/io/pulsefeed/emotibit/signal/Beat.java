package io.pulsefeed.emotibit.signal;

/**
 * One pulse beat.
 *
 * @param seconds time of its systolic peak
 * @param height band-passed counts from the preceding foot to the peak
 * @param baseline counts of the inverted signal below 0.7 Hz
 * @param correlation correlation with the median beat, -1 to 1
 * @param timingMs standard deviation of the time, as far as the noise of the signal causes it, ms
 * @param segment index of the artifact-free segment; intervals do not cross segments
 */
record Beat(double seconds, double height, double baseline, double correlation, double timingMs, int segment) {}

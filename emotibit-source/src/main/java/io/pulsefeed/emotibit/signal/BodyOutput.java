package io.pulsefeed.emotibit.signal;

/** What the signals of a session produce: windows of metrics and events, in order. */
public sealed interface BodyOutput permits MetricWindow, BodyEvent {}

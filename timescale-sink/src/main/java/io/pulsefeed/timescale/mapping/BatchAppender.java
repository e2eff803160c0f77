package io.pulsefeed.timescale.mapping;

/** Receives the rows of a batch, which can belong to several tables. */
public interface BatchAppender {

    RowAppender appenderOf(TableLayout layout);
}

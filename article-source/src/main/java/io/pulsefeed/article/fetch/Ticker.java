package io.pulsefeed.article.fetch;

import java.util.concurrent.TimeUnit;

/** Time as pacing sees it. Tests run it faster than the wall clock. */
public interface Ticker {

    Ticker SYSTEM = new Ticker() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    };

    /** Like {@link System#nanoTime()}: only differences mean something. */
    long nanoTime();

    void sleep(long nanos) throws InterruptedException;
}

package io.pulsefeed.article;

import io.pulsefeed.article.fetch.Ticker;
import java.util.concurrent.TimeUnit;

/** A thousand seconds of pacing pass in one real second. */
public final class FastTicker implements Ticker {

    private final int factor;

    public FastTicker(int factor) {
        this.factor = factor;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime() * factor;
    }

    @Override
    public void sleep(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanos / factor + 1);
    }
}

package io.pulsefeed.kraken;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Counts the log lines at INFO and above that carry a stack trace. */
final class ThrowableCounter extends AbstractAppender implements AutoCloseable {

    private final AtomicInteger count = new AtomicInteger();

    private ThrowableCounter() {
        super("throwables", null, null, true, Property.EMPTY_ARRAY);
    }

    static ThrowableCounter attach() {
        ThrowableCounter counter = new ThrowableCounter();
        counter.start();
        root().addAppender(counter);
        return counter;
    }

    private static Logger root() {
        return (Logger) LogManager.getRootLogger();
    }

    @Override
    public void append(LogEvent event) {
        if (event.getThrown() != null) {
            count.incrementAndGet();
        }
    }

    int count() {
        return count.get();
    }

    @Override
    public void close() {
        root().removeAppender(this);
        stop();
    }
}

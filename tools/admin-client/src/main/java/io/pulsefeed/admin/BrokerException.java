package io.pulsefeed.admin;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.TimeoutException;

/** A failed call to the brokers. The cause is what Kafka's client threw. */
public final class BrokerException extends AdminException {

    private static final long serialVersionUID = 1L;

    BrokerException(String message, Throwable cause) {
        super(message, cause);
    }

    /** An exception of any Kafka client, with the most specific message that its causes have. */
    public static BrokerException of(KafkaException failure) {
        return new BrokerException(innermostMessage(failure), failure);
    }

    /** Whether no broker answered: the call timed out, or no bootstrap address could be resolved. */
    public boolean isUnreachable() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException || isUnresolvedBootstrap(cause)) {
                return true;
            }
        }
        return false;
    }

    /** Whether Kafka's client reported an error of this type. */
    public boolean isCausedBy(Class<? extends KafkaException> type) {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnresolvedBootstrap(Throwable cause) {
        return cause instanceof ConfigException
                && String.valueOf(cause.getMessage()).contains("bootstrap");
    }

    private static String innermostMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause().getMessage() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof KafkaStorageException) {
            return cause.getMessage() + ": " + FailureCause.STORAGE;
        }
        return cause.getMessage() == null ? IoErrors.words(cause.getClass()) : cause.getMessage();
    }
}

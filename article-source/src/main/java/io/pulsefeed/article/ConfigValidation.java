package io.pulsefeed.article;

import io.pulsefeed.article.config.ArticleSourceConnectorConfig;
import io.pulsefeed.article.config.ContentConfig;
import io.pulsefeed.article.config.FetchConfig;
import io.pulsefeed.article.config.NetworkConfig;
import io.pulsefeed.article.fetch.TrustedCertificates;
import io.pulsefeed.article.sentiment.SentimentEngines;
import io.pulsefeed.article.site.ConfiguredSites;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;

/** Validation across keys, and of the list of sites. */
final class ConfigValidation {

    private ConfigValidation() {}

    /** Adds errors to {@code result}. Does nothing if a single key is already invalid. */
    static void addErrors(Config result, Map<String, String> properties) {
        boolean valid = result.configValues().stream()
                .allMatch(value -> value.errorMessages().isEmpty());
        if (!valid) {
            return;
        }
        ArticleSourceConnectorConfig config = new ArticleSourceConnectorConfig(properties);
        try {
            ConfiguredSites.of(config);
        } catch (ConfigException e) {
            addError(result, config.sites().listKey(), e.getMessage());
        }
        if (config.fetch().connectTimeout().compareTo(config.fetch().requestTimeout()) > 0) {
            addError(
                    result,
                    FetchConfig.CONNECT_TIMEOUT,
                    FetchConfig.CONNECT_TIMEOUT + " must not be greater than " + FetchConfig.REQUEST_TIMEOUT
                            + ", which limits the whole exchange.");
        }
        if (config.network().certificates() != null) {
            try {
                TrustedCertificates.context(config.network().certificates());
            } catch (IllegalArgumentException e) {
                addError(result, NetworkConfig.CERTIFICATES_PATH, e.getMessage());
            }
        }
        if (config.content().sentimentEngine().equals(SentimentEngines.ONNX)) {
            for (String key : config.onnxModel().missingKeys()) {
                addError(
                        result,
                        key,
                        key + " must be the path of a file on the worker if " + ContentConfig.SENTIMENT_ENGINE + " is "
                                + SentimentEngines.ONNX + ".");
            }
        }
    }

    private static void addError(Config result, String key, String message) {
        for (ConfigValue value : result.configValues()) {
            if (value.name().equals(key)) {
                value.addErrorMessage(message);
            }
        }
    }
}

/** Optional sentiment engine that runs a BERT model in ONNX Runtime. Shipped as a separate package because of its size. */
@NullMarked
package io.pulsefeed.article.onnx;

import org.jspecify.annotations.NullMarked;

package io.pulsefeed.article.extract;

import java.util.Arrays;

/** Collects the features of a paragraph in a fixed order. */
final class FeatureVector {

    private float[] values = new float[128];
    private int size;

    void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = (float) value;
    }

    void add(boolean value) {
        add(value ? 1 : 0);
    }

    float[] toArray() {
        return Arrays.copyOf(values, size);
    }
}

package io.pulsefeed.timescale.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A record means the same rows as bytes, as text, as a map and as a struct. */
class TwoReadersTest {

    static List<Shape> shapes() {
        return Shape.all();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void encodesEachFormAsTheSameRows(Shape shape) {
        RowEncoding encoding = new RowEncoding(shape.settings());
        Map<String, Object> forms = RecordForms.of(shape.json(), shape.converted());
        forms.forEach((form, value) -> assertThat(encoding.rows(Shape.record(value, 0), shape.converted()))
                .as(form)
                .isEqualTo(shape.rows()));
        assertThat(forms.containsKey("map")).isEqualTo(shape.converted());
    }

    @Test
    void coversEnoughShapes() {
        assertThat(shapes())
                .hasSizeGreaterThan(200)
                .filteredOn(Shape::converted)
                .hasSizeGreaterThan(200);
    }
}

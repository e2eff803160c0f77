package io.pulsefeed.article.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockModelTest {

    @Test
    void sumsLeavesOfAllTrees() throws IOException {
        BlockModel model = model("# comment\n-1\n0<5 =2 1<0.5 =3 =4\n=1\n");

        assertThat(logOdds(model, 5, 9)).isCloseTo(2, within(1e-6));
        assertThat(logOdds(model, 6, 0.5f)).isCloseTo(3, within(1e-6));
        assertThat(logOdds(model, 6, 0.6f)).isCloseTo(4, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# comment\n", "x\n", "0\n0<5 =1\n", "0\n=1 =2\n", "0\n0<x =1 =2\n"})
    void refusesOtherText(String text) {
        assertThatThrownBy(() -> model(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bundledModelMatchesFeatures() {
        PageBlocks blocks =
                PageBlocks.of(PageInput.of(Pages.paragraphs().getBytes(StandardCharsets.UTF_8), null, Pages.URL));

        assertThat(blocks.texts()).hasSize(3);
        assertThat(blocks.features())
                .allSatisfy(features ->
                        assertThat(BlockModel.bundled().probability(features)).isBetween(0.5, 1.0));
    }

    private static double logOdds(BlockModel model, float... features) {
        double probability = model.probability(features);
        return Math.log(probability / (1 - probability));
    }

    private static BlockModel model(String text) throws IOException {
        return BlockModel.read(new BufferedReader(new StringReader(text)));
    }
}

package io.pulsefeed.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.cli.output.Table.Column;
import org.junit.jupiter.api.Test;

class TableTest {

    private final Table table = new Table(Column.left(6), Column.right(7), Column.text());

    @Test
    void padsCellsToTheWidthOfTheirColumn() {
        assertThat(table.format("a", 12, "text")).isEqualTo("a           12 text");
    }

    @Test
    void formatsWholeNumbersWithThousandsSeparators() {
        assertThat(table.format("a", 1234567L, 0)).isEqualTo("a      1,234,567 0");
    }

    @Test
    void shiftsTheRowAfterALongCell() {
        assertThat(table.format("a long name", 12, "text")).isEqualTo("a long name      12 text");
    }

    @Test
    void acceptsFewerCellsThanColumns() {
        assertThat(table.format("a", 12)).isEqualTo("a           12");
    }
}

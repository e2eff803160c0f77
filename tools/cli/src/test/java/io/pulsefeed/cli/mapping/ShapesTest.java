package io.pulsefeed.cli.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Proposals for the shapes of {@link ShapeRecords}: what is right, and over all shapes how much. */
class ShapesTest {

    private static final int RECORDS = 120;

    private static final Map<JsonNode, ProposalCase> CASES = new LinkedHashMap<>();

    @BeforeAll
    static void propose() {
        for (JsonNode shape : ShapeRecords.all()) {
            CASES.put(shape, ProposalCase.of(new ShapeRecords(shape, RECORDS).sample("shape")));
        }
    }

    private static String name(JsonNode shape) {
        return shape.get("name").asText();
    }

    private static boolean isOneOf(String accepted, String value) {
        return Arrays.asList(accepted.split("\\|")).contains(value);
    }

    @Test
    void findsTimeAndUnitOfEveryShape() {
        findsTimes("time", CASES);
    }

    @Test
    void findsTimeAndUnitOfImportedRecords() {
        Map<JsonNode, ProposalCase> imported = new LinkedHashMap<>();
        CASES.keySet()
                .forEach(shape ->
                        imported.put(shape, ProposalCase.of(new ShapeRecords(shape, RECORDS, true).sample("shape"))));

        findsTimes("time of imported records", imported);
    }

    private static void findsTimes(String what, Map<JsonNode, ProposalCase> cases) {
        List<String> wrong = new ArrayList<>();
        cases.forEach((shape, found) -> {
            if (!isOneOf(shape.get("time").asText(), found.time())
                    || !isOneOf(shape.get("unit").asText(), found.unit())) {
                wrong.add(name(shape) + ": " + found.time() + " in " + found.unit());
            }
        });
        System.out.printf(Locale.ROOT, "%s: %d of %d shapes%n", what, cases.size() - wrong.size(), cases.size());
        assertThat(wrong).isEmpty();
        assertThat(cases).hasSizeGreaterThanOrEqualTo(40);
    }

    @Test
    void findsTheTypesOfNearlyAllColumns() {
        List<String> wrong = new ArrayList<>();
        int columns = 0;
        for (Map.Entry<JsonNode, ProposalCase> shape : CASES.entrySet()) {
            ProposalCase found = shape.getValue();
            for (Map.Entry<String, JsonNode> field : shape.getKey().get("types").properties()) {
                columns++;
                // The fields of an object that is stored as jsonb have no column of their own.
                String parent = field.getKey().replaceFirst("\\.[^.]*$", "");
                boolean isInParent = found.type(field.getKey()).isEmpty()
                        && found.type(parent).equals("jsonb");
                if (!isInParent && !isOneOf(field.getValue().asText(), found.type(field.getKey()))) {
                    wrong.add(name(shape.getKey()) + ": " + field.getKey() + " is " + found.type(field.getKey()));
                }
            }
        }
        System.out.printf(Locale.ROOT, "types: %d of %d columns%n", columns - wrong.size(), columns);
        assertThat(wrong.size()).as("%s", wrong).isLessThanOrEqualTo(columns * 3 / 100);
    }

    @Test
    void proposesTheRightKeyOrNone() {
        List<String> wrong = new ArrayList<>();
        int keys = 0;
        for (Map.Entry<JsonNode, ProposalCase> shape : CASES.entrySet()) {
            List<String> key = shape.getValue().keySources();
            keys += key.isEmpty() ? 0 : 1;
            List<List<String>> accepted = new ArrayList<>();
            shape.getKey().get("keys").forEach(columns -> {
                List<String> names = new ArrayList<>();
                columns.forEach(column -> names.add(column.asText()));
                accepted.add(names);
            });
            if (!accepted.contains(key)) {
                wrong.add(name(shape.getKey()) + ": " + key);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "key: right or open in %d of %d shapes, open in %d%n",
                CASES.size() - wrong.size(),
                CASES.size(),
                CASES.size() - keys);
        assertThat(wrong).isEmpty();
        assertThat(keys).as("keys proposed").isGreaterThanOrEqualTo(15);
    }

    @Test
    void losesNoFieldSilently() {
        CASES.forEach((shape, found) -> {
            assertThat(LostFields.of(found)).as(name(shape)).isEmpty();
            assertThat(found.run().ignoredFields()).as(name(shape)).isZero();
        });
    }

    @Test
    void rejectsOnlyRecordsThatAreNotJson() {
        CASES.forEach((shape, found) -> {
            int notJson = shape.path("inject").path("not_json").asInt();
            assertThat(found.run().rejected())
                    .as("%s: %s", name(shape), found.run().rejections())
                    .isEqualTo(notJson);
            assertThat(found.run().written()).as(name(shape)).isEqualTo(RECORDS);
            assertThat(found.run().tombstones())
                    .isEqualTo(shape.path("inject").path("tombstones").asInt());
        });
    }
}

package io.pulsefeed.cli.mapping;

import io.pulsefeed.cli.mapping.KeyProfile.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The columns of the record keys, without those that repeat a field of the value. */
final class KeyColumns {

    private static final String CONVERTERS = "org.apache.kafka.connect.converters.";

    private final KeyProfile key;
    private final int records;
    private final List<UnmappedField> unmapped = new ArrayList<>();
    private String converter = "org.apache.kafka.connect.storage.StringConverter";

    KeyColumns(KeyProfile key, int records) {
        this.key = key;
        this.records = records;
    }

    /** @param time source that has a column already */
    void addTo(ColumnPlanner planner, FieldSource time) {
        Form form = key.form();
        if (form == Form.NONE || records == 0) {
            return;
        }
        FieldSource whole = FieldSource.key(List.of());
        if (form == null) {
            String reason = key.count(Form.NONE) > 0
                    ? key.count(Form.NONE) + " of " + records + " records have no key, and would be rejected"
                    : "keys of several formats";
            useBytesIf(key.count(Form.BINARY) + key.count(Form.INT32) + key.count(Form.INT64) > 0);
            unmapped.add(new UnmappedField(whole.label(), reason));
            return;
        }
        switch (form) {
            case OBJECT -> {
                converter = key.hasSchemas() ? ConnectorSettings.JSON_CONVERTER : converter;
                addFields(planner, key.fields(), time);
            }
            case BINARY -> {
                useBytesIf(true);
                unmapped.add(new UnmappedField(whole.label(), "its bytes are not text"));
            }
            default -> addWhole(planner, whole, form);
        }
    }

    private void useBytesIf(boolean isBinary) {
        converter = isBinary ? CONVERTERS + "ByteArrayConverter" : converter;
    }

    private void addWhole(ColumnPlanner planner, FieldSource whole, Form form) {
        converter = form == Form.INT32
                ? CONVERTERS + "IntegerConverter"
                : form == Form.INT64 ? CONVERTERS + "LongConverter" : converter;
        if (isRepeated("", whole)) {
            return;
        }
        if (form == Form.TEXT) {
            planner.add(whole, TypeRule.ofUntypedText(key.text(), "key"));
        } else {
            planner.add(whole, ColumnType.of(form == Form.INT32 ? "integer" : "bigint"));
        }
    }

    private void addFields(ColumnPlanner planner, FieldProfile object, FieldSource time) {
        for (FieldProfile field : object.children()) {
            FieldSource source = FieldSource.key(field.path());
            boolean isTopLevel = field.path().size() == 1;
            if (field.isObject() && !field.children().isEmpty()) {
                addFields(planner, field, time);
            } else if (!source.equals(time) && !(isTopLevel && isRepeated(field.name(), source))) {
                planner.add(source, TypeRule.of(field));
            }
        }
    }

    private boolean isRepeated(String keyField, FieldSource source) {
        Set<List<String>> equal = key.repeatedBy(keyField);
        equal.stream()
                .findFirst()
                .ifPresent(path -> unmapped.add(
                        new UnmappedField(source.label(), "equals " + String.join(".", path) + " in every record")));
        return !equal.isEmpty();
    }

    List<UnmappedField> unmapped() {
        return unmapped;
    }

    /** The converter that reads the keys. */
    String converter() {
        return converter;
    }
}

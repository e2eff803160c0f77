package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.ConnectFieldReader;
import io.pulsefeed.timescale.field.FieldValues;
import io.pulsefeed.timescale.field.JsonFieldReader;
import io.pulsefeed.timescale.field.PathNode;
import io.pulsefeed.timescale.field.UnknownFields;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Reads the key of a record: as a whole, or fields of a key that is a struct, a map, or a JSON object as bytes or text. */
final class RecordKeyReader {

    private final PathNode key;
    private final JsonFieldReader json;
    private final ConnectFieldReader connect;

    RecordKeyReader(PathNode key, FieldValues values, int maxBytes) {
        UnknownFields unmapped = new UnknownFields(-1, null);
        this.key = key;
        this.json = new JsonFieldReader(values, unmapped, maxBytes);
        this.connect = new ConnectFieldReader(values, unmapped);
    }

    void read(SinkRecord record) {
        Object value = RecordReader.textOf(record.key());
        if (!key.isLeaf() && !(value instanceof Map) && !(value instanceof Struct)) {
            readFields(value);
        }
        connect.readValue(value, record.keySchema(), key);
    }

    private void readFields(@Nullable Object value) {
        if (value == null) {
            throw new BadRecordException(Reason.MISSING_VALUE, hint("the record has no key"));
        }
        try {
            if (value instanceof String text && json.read(text, key)) {
                return;
            }
        } catch (IOException e) {
            throw new BadRecordException(Reason.NOT_JSON, hint("the key is not valid JSON"));
        }
        throw new BadRecordException(Reason.NOT_AN_OBJECT, hint("the key is not an object"));
    }

    private static String hint(String fault) {
        return fault
                + ", but the mapping reads a field of it with key.NAME (value:key.NAME reads the object key of the value)";
    }
}

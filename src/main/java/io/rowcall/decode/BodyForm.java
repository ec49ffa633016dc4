package io.rowcall.decode;

import io.rowcall.batch.Target;

/** The form of one body once it is known: how its rows are read, as often as anyone wants to. */
interface BodyForm {

    RowReader open(Body body);

    static BodyForm of(BodyFormat format, Body body, Target.Limits limits) {
        return switch (format) {
            case JSON -> JsonForm.of(body, limits);
            case NDJSON -> same -> new NdjsonRows(same, limits);
            case CSV -> same -> new CsvRows(same, limits);
        };
    }
}

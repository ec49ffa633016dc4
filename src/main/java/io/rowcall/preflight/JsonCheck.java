package io.rowcall.preflight;

import io.rowcall.batch.Value;

/** A JSON column: any JSON value of a JSON body, a JSON string included; of CSV, where all is text, JSON text. */
final class JsonCheck implements ValueCheck {

    @Override
    public Judgement check(Value value) {
        String json = json(value);
        Fault fault = new JsonScan(value).problem(json);
        return fault == null ? new Bound.Text(json) : fault;
    }

    private static String json(Value value) {
        return switch (value) {
            case Value.Text text -> JsonText.quoted(text.text());
            case Value.Field field -> field.text();
            case Value.Num number -> number.literal();
            case Value.Bool bool -> bool == Value.Bool.TRUE ? "true" : "false";
            case Value.Json json -> json.json();
            case Value.Null unused -> "null";
        };
    }
}

package io.rowcall.decode;

import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import io.rowcall.batch.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads single rows off a JSON parser that stands on a row's first token, and leaves it on the row's last. */
final class JsonRows {

    private final int maxColumns;
    private final JsonValues values;
    private final Shapes shapes = new Shapes();

    JsonRows(Target.Limits limits) {
        this.maxColumns = limits.columns();
        this.values = new JsonValues(limits);
    }

    /** A row that should be an object of columns. */
    Row object(JsonParser parser, int index) {
        values.startRow();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return notA(parser, index, null, "an object; write the row as {\"column\": value, …}");
        }
        List<String> guess = shapes.last();
        List<String> names = null; // until the row differs from the guess
        List<Value> row = new ArrayList<>(guess.size());
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            int column = row.size();
            if (names == null && (column == guess.size() || !name.equals(guess.get(column)))) {
                names = new ArrayList<>(guess.subList(0, column));
            }
            if (names != null) {
                names.add(name);
            }
            requireColumns(column + 1, index);
            parser.nextToken();
            row.add(values.read(parser, name));
        }
        if (names == null && row.size() < guess.size()) {
            names = guess.subList(0, row.size());
        }
        return names == null ? shaped(index, guess, row) : object(index, names, row);
    }

    private Row object(int index, List<String> names, List<Value> row) {
        List<String> columns = shapes.share(names);
        return columns == null
                ? misshapen(index, names, row, Problem.plain(String.valueOf(Shapes.problem(names))))
                : shaped(index, columns, row);
    }

    private Row shaped(int index, List<String> columns, List<Value> row) {
        Problem problem = values.problem();
        return problem == null ? new Row.Shaped(index, null, columns, row) : misshapen(index, columns, row, problem);
    }

    private static Row misshapen(int index, List<String> names, List<Value> row, Problem problem) {
        return misshapen(index, null, JsonText.object(names, row), problem);
    }

    private static Row misshapen(int index, @Nullable String rowId, String raw, Problem problem) {
        return new Row.Misshapen(index, rowId, raw, true, problem.words(), problem.discreetly());
    }

    /** A row that should be an array of one value for each of the columns. */
    Row array(JsonParser parser, int index, @Nullable String rowId, List<String> columns) {
        values.startRow();
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return notA(parser, index, rowId, "an array; write the row as one value for each column, [1, \"Ada\", …]");
        }
        List<Value> row = new ArrayList<>(columns.size());
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (row.size() == columns.size()) {
                return tooLong(parser, index, rowId, row);
            }
            row.add(values.read(parser, columns.get(row.size())));
        }
        Problem problem = values.problem();
        if (row.size() < columns.size()) {
            problem = wrongCount(row.size(), columns.size());
        }
        return problem == null
                ? new Row.Shaped(index, rowId, columns, row)
                : misshapen(index, rowId, JsonText.openArray(row).append(']').toString(), problem);
    }

    /** Copies the surplus as text, since millions of zeros would be a hundred times larger as values. */
    private Row tooLong(JsonParser parser, int index, @Nullable String rowId, List<Value> row) {
        StringBuilder json = JsonText.openArray(row);
        int count = row.size();
        do {
            JsonText.separate(json, 0);
            values.copy(parser, json, "");
            count++;
        } while (parser.nextToken() != JsonToken.END_ARRAY);
        return misshapen(index, rowId, json.append(']').toString(), wrongCount(count, row.size()));
    }

    private static Problem wrongCount(int values, int columns) {
        return Problem.plain(Words.of(
                "the row holds %,d values for %,d columns; give one value for each column, null where there is none",
                values, columns));
    }

    private Row notA(JsonParser parser, int index, @Nullable String rowId, String expected) {
        String found = switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_NULL -> "null";
            default -> "a boolean";
        };
        StringBuilder json = new StringBuilder();
        values.copy(parser, json, "");
        return misshapen(index, rowId, json.toString(), Problem.plain("the row is " + found + ", not " + expected));
    }

    private void requireColumns(int columns, int index) {
        if (columns > maxColumns) {
            throw RefusedException.tooLarge(Words.of(
                    "row %,d (counted from 0) has more than %,d columns, the limit of this target; send fewer columns",
                    index, maxColumns));
        }
    }
}

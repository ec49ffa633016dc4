package io.rowcall.decode;

import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;

/** A JSON object a line. Lines of nothing but white space are no rows. A line that can't be read fails by itself. */
final class NdjsonRows implements RowReader {

    /**
     * A parser that meets new names copies the table of all names met so far, and each line has a parser of its own; so
     * after this many lines the table starts anew, or lines that never repeat their keys would take ever longer.
     */
    private static final int LINES_PER_TABLE = 256;

    private Json json = new Json();
    private final JsonRows rows;
    private final Lines lines;
    private int index;

    NdjsonRows(Body body, Target.Limits limits) {
        this.lines = new Lines(body.open(), false);
        this.rows = new JsonRows(limits);
    }

    @Override
    public @Nullable Row next() {
        while (lines.next()) {
            int end = endOfText();
            if (end > lines.from()) {
                return row(index++, end);
            }
        }
        return null;
    }

    /** The line's end without trailing white space, so that the parser tells no error in a line that isn't there. */
    private int endOfText() {
        int end = lines.to();
        while (end > lines.from() && " \t\r\n".indexOf(lines.buffer()[end - 1]) >= 0) {
            end--;
        }
        return end;
    }

    private Row row(int index, int end) {
        if (index > 0 && index % LINES_PER_TABLE == 0) {
            json = new Json();
        }
        try (JsonParser parser = json.parser(lines.buffer(), lines.from(), end)) {
            parser.nextToken();
            Row row = rows.object(parser, index);
            return parser.nextToken() == null ? row : unreadable(index, "goes on after its object", "");
        } catch (StreamConstraintsException e) {
            throw e;
        } catch (JacksonException e) {
            return unreadable(index, "is no JSON that can be read: " + Json.column(e), ": " + Json.what(e));
        }
    }

    /** The parser quotes a word that it doesn't know. */
    private Row unreadable(int index, String problem, String words) {
        return new Row.Misshapen(
                index, null, Lines.withoutEnd(lines.text()), false, problem(problem + words), problem(problem));
    }

    private String problem(String problem) {
        return Words.of("line %,d %s; write one JSON object on one line", lines.number(), problem);
    }

    @Override
    public void close() {
        lines.close();
    }
}

package io.rowcall.preflight;

import io.rowcall.table.ColumnType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads well-known text of two dimensions as MySQL does: words without case, blanks where they don't matter. */
final class Wkt {

    /** Collections in collections; beyond this a text is made to harm. */
    private static final int LEVELS = 100;

    private final String text;
    private int at;
    private int level;

    private Wkt(String text) {
        this.text = text;
    }

    /** The geometry, or null where the text is none. */
    static @Nullable Geometry parse(String text) {
        Wkt reader = new Wkt(text);
        try {
            Geometry geometry = reader.geometry();
            reader.blanks();
            return reader.at == text.length() ? geometry : null;
        } catch (MalformedException e) {
            return null;
        }
    }

    private Geometry geometry() throws MalformedException {
        return switch (word()) {
            case "POINT" -> inParentheses(this::position);
            case "LINESTRING" -> line();
            case "POLYGON" -> polygon();
            case "MULTIPOINT" -> new Geometry.Many(Kind.MULTIPOINT, points());
            case "MULTILINESTRING" -> new Geometry.Many(Kind.MULTILINESTRING, list(this::line));
            case "MULTIPOLYGON" -> new Geometry.Many(Kind.MULTIPOLYGON, list(this::polygon));
            case "GEOMETRYCOLLECTION" -> collection();
            default -> throw new MalformedException();
        };
    }

    private Geometry collection() throws MalformedException {
        if (++level > LEVELS) {
            throw new MalformedException();
        }
        List<Geometry> parts = emptyList() ? List.of() : list(this::geometry);
        level--;
        return new Geometry.Many(Kind.GEOMETRYCOLLECTION, parts);
    }

    /** Takes {@code EMPTY} or {@code ()} if it comes next. */
    private boolean emptyList() {
        int start = at;
        if (word().equals("EMPTY") || (next('(') && next(')'))) {
            return true;
        }
        at = start;
        return false;
    }

    private Geometry.Line line() throws MalformedException {
        return new Geometry.Line(list(this::position));
    }

    private Geometry.Polygon polygon() throws MalformedException {
        return new Geometry.Polygon(list(this::line));
    }

    /** The points of a MULTIPOINT, of which all have parentheses of their own or none. */
    private List<Geometry.Point> points() throws MalformedException {
        int start = at;
        boolean apart = next('(');
        apart = apart && next('(');
        at = start;
        return list(apart ? () -> inParentheses(this::position) : this::position);
    }

    private Geometry.Point position() throws MalformedException {
        return new Geometry.Point(number(), number());
    }

    private double number() throws MalformedException {
        blanks();
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String numeral = text.substring(start, at);
        if (Digits.parse(numeral) == null) {
            throw new MalformedException();
        }
        return Double.parseDouble(numeral);
    }

    private String word() {
        blanks();
        int start = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at).toUpperCase(Locale.ROOT);
    }

    private interface Part<T> {
        T read() throws MalformedException;
    }

    private <T> T inParentheses(Part<T> part) throws MalformedException {
        expect('(');
        return closed(part.read());
    }

    private <T> List<T> list(Part<T> part) throws MalformedException {
        expect('(');
        List<T> parts = new ArrayList<>();
        do {
            parts.add(part.read());
        } while (next(','));
        expect(')');
        return parts;
    }

    private <T> T closed(T part) throws MalformedException {
        expect(')');
        return part;
    }

    private void expect(char c) throws MalformedException {
        if (!next(c)) {
            throw new MalformedException();
        }
    }

    private boolean next(char c) {
        blanks();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void blanks() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    /** Ends the reading of a text that is no geometry. */
    private static final class MalformedException extends Exception {}
}

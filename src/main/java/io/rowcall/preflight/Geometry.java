package io.rowcall.preflight;

import io.rowcall.table.ColumnType.Kind;
import java.util.List;
import java.util.function.Predicate;

/** A geometry in a plane, as GeoJSON and WKT write it. */
sealed interface Geometry {

    Kind kind();

    /** Whether it has points enough, and rings that close, for the server to take it. */
    boolean complete();

    /** Whether all of its points are such. */
    boolean all(Predicate<Point> points);

    /** A point; the order of its numbers is that of the form in which it was sent. */
    record Point(double first, double second) implements Geometry {
        @Override
        public Kind kind() {
            return Kind.POINT;
        }

        @Override
        public boolean complete() {
            return true;
        }

        @Override
        public boolean all(Predicate<Point> points) {
            return points.test(this);
        }
    }

    /** A line through these points. */
    record Line(List<Point> points) implements Geometry {
        @Override
        public Kind kind() {
            return Kind.LINESTRING;
        }

        @Override
        public boolean complete() {
            return points.size() >= 2;
        }

        boolean ring() {
            return points.size() >= 4 && points.getFirst().equals(points.getLast());
        }

        @Override
        public boolean all(Predicate<Point> wanted) {
            return points.stream().allMatch(wanted);
        }
    }

    /** An outer ring and the rings of its holes. */
    record Polygon(List<Line> rings) implements Geometry {
        @Override
        public Kind kind() {
            return Kind.POLYGON;
        }

        @Override
        public boolean complete() {
            return !rings.isEmpty() && rings.stream().allMatch(Line::ring);
        }

        @Override
        public boolean all(Predicate<Point> wanted) {
            return rings.stream().allMatch(ring -> ring.all(wanted));
        }
    }

    /** Several geometries; only a GEOMETRYCOLLECTION may have none. */
    record Many(Kind kind, List<? extends Geometry> parts) implements Geometry {
        @Override
        public boolean complete() {
            return (kind == Kind.GEOMETRYCOLLECTION || !parts.isEmpty())
                    && parts.stream().allMatch(Geometry::complete);
        }

        @Override
        public boolean all(Predicate<Point> wanted) {
            return parts.stream().allMatch(part -> part.all(wanted));
        }
    }
}

package io.rowcall.preflight;

import io.rowcall.table.ColumnType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Geometry objects of GeoJSON (RFC 7946 §3.1) in two dimensions. Features and further members are not taken, since the
 * column would not keep what they say beyond the geometry.
 */
final class GeoJson {

    private GeoJson() {}

    /** The geometry, or null where the text is none. */
    static @Nullable Geometry parse(String json) {
        return geometry(JsonText.tree(json));
    }

    private static @Nullable Geometry geometry(JsonNode node) {
        String type = node.path("type").stringValue("");
        boolean collection = type.equals("GeometryCollection");
        if (node.size() != 2 || !node.has(collection ? "geometries" : "coordinates")) {
            return null;
        }
        JsonNode coordinates = node.path("coordinates");
        return switch (type) {
            case "Point" -> point(coordinates);
            case "LineString" -> line(coordinates);
            case "Polygon" -> polygon(coordinates);
            case "MultiPoint" -> many(Kind.MULTIPOINT, coordinates, GeoJson::point);
            case "MultiLineString" -> many(Kind.MULTILINESTRING, coordinates, GeoJson::line);
            case "MultiPolygon" -> many(Kind.MULTIPOLYGON, coordinates, GeoJson::polygon);
            case "GeometryCollection" -> many(Kind.GEOMETRYCOLLECTION, node.path("geometries"), GeoJson::geometry);
            default -> null;
        };
    }

    private static Geometry.@Nullable Point point(JsonNode position) {
        if (!position.isArray() || position.size() != 2) {
            return null;
        }
        for (JsonNode number : position) {
            if (!number.isNumber()) {
                return null;
            }
        }
        return new Geometry.Point(number(position.get(0)), number(position.get(1)));
    }

    private static double number(JsonNode number) {
        return Double.parseDouble(number.decimalValue().toString());
    }

    private static Geometry.@Nullable Line line(JsonNode positions) {
        List<Geometry.Point> points = each(positions, GeoJson::point);
        return points == null ? null : new Geometry.Line(points);
    }

    private static Geometry.@Nullable Polygon polygon(JsonNode lines) {
        List<Geometry.Line> rings = each(lines, GeoJson::line);
        return rings == null ? null : new Geometry.Polygon(rings);
    }

    private static <G extends Geometry> Geometry.@Nullable Many many(
            Kind kind, JsonNode list, Function<JsonNode, @Nullable G> one) {
        List<G> parts = each(list, one);
        return parts == null ? null : new Geometry.Many(kind, parts);
    }

    /** What each element of a list is, or null where the node is no list or one element is nothing. */
    private static <G> @Nullable List<G> each(JsonNode list, Function<JsonNode, @Nullable G> one) {
        if (!list.isArray()) {
            return null;
        }
        List<G> parts = new ArrayList<>();
        for (JsonNode element : list) {
            G part = one.apply(element);
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        return parts;
    }
}

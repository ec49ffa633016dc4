package io.rowcall.preflight;

import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Value;
import io.rowcall.table.ColumnType.Kind;
import io.rowcall.table.ColumnType.Spatial;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Spatial columns. GeoJSON gives longitude before latitude (RFC 7946 §3.1.1), WKT the order of the column's reference
 * system, which for WGS 84 is latitude before longitude. A column without a reference system gets the flat plane, 0.
 * Where a system other than these two ends is left to the server.
 */
record SpatialCheck(Spatial type) implements ValueCheck {

    private static final Set<Kind> COLLECTIONS =
            EnumSet.of(Kind.GEOMETRYCOLLECTION, Kind.MULTIPOINT, Kind.MULTILINESTRING, Kind.MULTIPOLYGON);

    private static final long PLANE = 0;
    private static final long WGS_84 = 4326;

    @Override
    public Judgement check(Value value) {
        String text = ValueCheck.text(value);
        String json = value instanceof Value.Json object ? object.json() : text != null && isObject(text) ? text : null;
        Geometry geometry = json != null ? GeoJson.parse(json) : text != null ? Wkt.parse(text) : null;
        if (geometry == null || !geometry.complete() || !fits(geometry.kind())) {
            return ValueCheck.wrongType(takes(), value);
        }
        Fault outside = outside(geometry, json != null, value);
        if (outside != null) {
            return outside;
        }
        long srid = type.srid() == null ? PLANE : type.srid();
        return json != null
                ? new Bound.Expression("ST_GeomFromGeoJSON(?, 1, %d)".formatted(srid), json)
                : new Bound.Expression("ST_GeomFromText(?, %d)".formatted(srid), String.valueOf(text));
    }

    private static boolean isObject(String text) {
        return text.stripLeading().startsWith("{");
    }

    private boolean fits(Kind kind) {
        return switch (type.kind()) {
            case GEOMETRY -> true;
            case GEOMETRYCOLLECTION -> COLLECTIONS.contains(kind);
            default -> type.kind() == kind;
        };
    }

    private @Nullable Fault outside(Geometry geometry, boolean longitudeFirst, Value value) {
        if (!geometry.all(point -> Double.isFinite(point.first()) && Double.isFinite(point.second()))) {
            return range("coordinates in the range of DOUBLE", value);
        }
        boolean world = type.srid() != null && type.srid() == WGS_84;
        return world && !geometry.all(point -> onEarth(point, longitudeFirst))
                ? range("longitudes from -180 to 180 and latitudes from -90 to 90", value)
                : null;
    }

    private static boolean onEarth(Geometry.Point point, boolean longitudeFirst) {
        double longitude = longitudeFirst ? point.first() : point.second();
        double latitude = longitudeFirst ? point.second() : point.first();
        return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
    }

    private static Fault range(String takes, Value value) {
        return Fault.of(
                ReasonCode.OUT_OF_RANGE,
                takes,
                takes,
                value,
                "Mind the order: GeoJSON longitude first, WKT latitude first.");
    }

    private String takes() {
        String kind = type.kind() == Kind.GEOMETRY ? "geometry" : type.kind().name();
        return "a two-dimensional %s as GeoJSON geometry object or WKT text".formatted(kind);
    }
}

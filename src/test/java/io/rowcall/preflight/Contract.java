package io.rowcall.preflight;

import io.rowcall.batch.Value;
import io.rowcall.table.Column;
import io.rowcall.table.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The wire contract's table of values, read a second time and in the simplest way: what a value means to a column,
 * comparable with what the server gives back. Where the contract gives a value no meaning, it is to be refused.
 */
final class Contract {

    private static final Pattern NUMBER =
            Pattern.compile("[ \t]*([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)[ \t]*");
    private static final Pattern TIME = Pattern.compile("(-?)([0-9]{2,3}):([0-9]{2})(?::([0-9]{2}(?:\\.[0-9]+)?))?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern DATE_TIME = Pattern.compile(
            "(" + DATE + ")(?:[T ]([0-9]{2}:[0-9]{2})(?::([0-9]{2}(?:\\.[0-9]+)?))?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?");
    private static final Pattern COORDINATE = Pattern.compile("[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z]{3,}");

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Contract() {}

    /** SQL that makes comparable text of what the column {@code c} holds. */
    static String readable(Column column) {
        String c = "`" + column.name() + "`";
        return switch (column.type()) {
            case ColumnType.Floating type -> type.rounding() == null ? c + " + 0e0" : "CAST(" + c + " AS CHAR)";
            case ColumnType.Bit unused -> "HEX(" + c + ")";
            case ColumnType.Binary unused -> "HEX(" + c + ")";
            case ColumnType.VarBinary unused -> "HEX(" + c + ")";
            case ColumnType.Blob unused -> "HEX(" + c + ")";
            case ColumnType.Vector unused -> "HEX(" + c + ")";
            case ColumnType.Spatial unused ->
                "CONCAT(ST_SRID(%1$s), '|', ST_AsGeoJSON(%1$s), '|', ST_AsText(%1$s))".formatted(c);
            default -> "CONVERT(CAST(" + c + " AS CHAR) USING utf8mb4)";
        };
    }

    /** What the value means, or nothing where the contract has no such value for the column. */
    static Optional<Object> meaning(Column column, Value value) {
        return Optional.ofNullable(
                switch (column.type()) {
                    case ColumnType.Whole type -> type.bool() && truth(value) != null ? truth(value) : number(value);
                    case ColumnType.Decimal unused -> number(value);
                    case ColumnType.Floating type -> floating(type, value);
                    case ColumnType.Bit type -> bits(type, value);
                    case ColumnType.Year unused -> matching("[0-9]{4}", numeral(value));
                    case ColumnType.Date unused -> matching(DATE.pattern(), text(value));
                    case ColumnType.Time unused -> text(value) == null ? null : time(text(value));
                    case ColumnType.DateTime unused -> text(value) == null ? null : dateTime(text(value), false);
                    case ColumnType.Timestamp unused -> text(value) == null ? null : dateTime(text(value), true);
                    case ColumnType.Char unused -> numeral(value);
                    case ColumnType.VarChar unused -> numeral(value);
                    case ColumnType.Text unused -> numeral(value);
                    case ColumnType.Binary type ->
                        bytes(value) == null || bytes(value).length() < 2 * type.length() ? null : bytes(value);
                    case ColumnType.VarBinary unused -> bytes(value);
                    case ColumnType.Blob unused -> bytes(value);
                    case ColumnType.OneOf unused -> folded(column, text(value));
                    case ColumnType.SomeOf unused -> members(column, value);
                    case ColumnType.Json unused -> json(jsonText(value));
                    case ColumnType.Spatial unused -> spatial(value);
                    case ColumnType.Vector unused -> vector(value);
                });
    }

    /** What the column holds, comparable with a meaning. */
    static Object held(Column column, String read, Value sent) {
        return switch (column.type()) {
            case ColumnType.Whole unused -> number(read);
            case ColumnType.Decimal unused -> number(read);
            case ColumnType.Floating type -> type.rounding() == null ? Double.parseDouble(read) + 0.0 : number(read);
            case ColumnType.Bit unused -> new BigInteger(read, 16);
            case ColumnType.Time unused -> time(read);
            case ColumnType.DateTime unused -> dateTime(read, false);
            case ColumnType.Timestamp unused -> dateTime(read, true);
            case ColumnType.OneOf unused -> folded(column, read);
            case ColumnType.SomeOf unused -> members(column, new Value.Text(read));
            case ColumnType.Json unused -> json(read);
            case ColumnType.Spatial unused -> {
                String[] forms = read.split("\\|");
                yield isGeoJson(sent) ? coordinates(forms[1]) : coordinates(forms[2]);
            }
            default -> read;
        };
    }

    private static @Nullable String text(Value value) {
        return value instanceof Value.Text text
                ? text.text()
                : value instanceof Value.Field field ? field.text() : null;
    }

    private static @Nullable String numeral(Value value) {
        return value instanceof Value.Num number ? number.literal() : text(value);
    }

    private static @Nullable Object number(Value value) {
        return numeral(value) == null ? null : number(numeral(value));
    }

    private static @Nullable Object number(String text) {
        Matcher number = NUMBER.matcher(text);
        if (!number.matches()) {
            return null;
        }
        if (number.group(1).matches("[-+0.]+([eE].*)?")) {
            return BigDecimal.ZERO;
        }
        try {
            return new BigDecimal(number.group(1)).stripTrailingZeros();
        } catch (NumberFormatException | ArithmeticException e) {
            return "beyond all numbers: " + text;
        }
    }

    private static @Nullable Object truth(Value value) {
        if (value instanceof Value.Bool bool) {
            return bool == Value.Bool.TRUE ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        if (value instanceof Value.Field field && field.text().matches("(?i)true|false")) {
            return field.text().equalsIgnoreCase("true") ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        return null;
    }

    /** The nearest value, never infinity, and zero only for zero. */
    private static @Nullable Object floating(ColumnType.Floating type, Value value) {
        Object number = number(value);
        if (type.rounding() != null || !(number instanceof BigDecimal decimal)) {
            return number;
        }
        double nearest = type.single() ? Float.parseFloat(decimal.toString()) : Double.parseDouble(decimal.toString());
        return Double.isInfinite(nearest) || (nearest == 0 && decimal.signum() != 0) ? decimal : nearest + 0.0;
    }

    private static @Nullable Object bits(ColumnType.Bit type, Value value) {
        if (type.bits() == 1) {
            Object number = truth(value) != null ? truth(value) : number(value);
            if (number instanceof BigDecimal bit && (bit.signum() == 0 || bit.equals(BigDecimal.ONE))) {
                return bit.toBigInteger();
            }
        }
        String bytes = bytes(value);
        return bytes == null || bytes.isEmpty() ? null : new BigInteger(bytes, 16);
    }

    private static @Nullable String matching(String pattern, @Nullable String text) {
        return text != null && text.matches(pattern) ? text : null;
    }

    private static @Nullable Object time(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return null;
        }
        BigDecimal seconds = new BigDecimal(time.group(2))
                .multiply(BigDecimal.valueOf(3600))
                .add(new BigDecimal(time.group(3)).multiply(BigDecimal.valueOf(60)))
                .add(new BigDecimal(time.group(4) == null ? "0" : time.group(4)));
        return (time.group(1).isEmpty() ? seconds : seconds.negate()).stripTrailingZeros();
    }

    private static @Nullable Object dateTime(String text, boolean moment) {
        Matcher parts = DATE_TIME.matcher(text);
        if (!parts.matches() || (parts.group(4) != null && !moment)) {
            return null;
        }
        String time = parts.group(2) == null ? "00:00" : parts.group(2);
        String[] seconds = (parts.group(3) == null ? "00" : parts.group(3)).split("\\.");
        String fraction = seconds.length == 1 ? "" : seconds[1].replaceAll("0+$", "");
        String local = parts.group(1) + "T" + time + ":" + seconds[0];
        if (parts.group(4) != null) {
            try {
                local = OffsetDateTime.of(LocalDateTime.parse(local), ZoneOffset.of(parts.group(4)))
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toLocalDateTime()
                        .toString();
                local = local.length() == 16 ? local + ":00" : local;
            } catch (DateTimeException e) {
                return "no moment: " + text;
            }
        }
        return local + "." + fraction;
    }

    private static @Nullable String bytes(Value value) {
        String text = text(value);
        if (text == null || text.length() % 4 != 0) {
            return null;
        }
        try {
            return HexFormat.of().withUpperCase().formatHex(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Good enough for the collations and members of the test: case, accents, trailing spaces. */
    private static @Nullable String folded(Column column, @Nullable String text) {
        String collation = column.text().name();
        if (text == null) {
            return null;
        }
        String folded = collation.contains("0900") ? text : text.replaceAll(" +$", "");
        if (collation.contains("_ai_") || collation.contains("general_ci")) {
            folded = Normalizer.normalize(folded, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        }
        if (collation.contains("0900_ai")) {
            folded = folded.codePoints()
                    .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
        return collation.endsWith("_ci") ? folded.toLowerCase(Locale.ROOT) : folded;
    }

    private static @Nullable Object members(Column column, Value value) {
        if ("".equals(text(value))) {
            return new TreeSet<String>();
        }
        List<String> names =
                text(value) == null ? list(value) : List.of(text(value).split(",", -1));
        return names == null
                ? null
                : names.stream().map(name -> folded(column, name)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static @Nullable List<String> list(Value value) {
        if (!(value instanceof Value.Json json) || !json.json().startsWith("[")) {
            return null;
        }
        List<String> names = new ArrayList<>();
        for (JsonNode node : JSON.readTree(json.json())) {
            if (!node.isString() || node.stringValue().contains(",")) {
                return null;
            }
            names.add(node.stringValue());
        }
        return names;
    }

    static String jsonText(Value value) {
        return switch (value) {
            case Value.Text text -> JSON.writeValueAsString(text.text());
            case Value.Field field -> field.text();
            case Value.Num number -> number.literal();
            case Value.Bool bool -> bool.name().toLowerCase(Locale.ROOT);
            case Value.Json json -> json.json();
            case Value.Null unused -> "null";
        };
    }

    private static @Nullable Object json(String text) {
        try {
            JsonNode tree = JSON.readTree(text);
            return tree.isMissingNode() ? "malformed: " + text : normal(tree);
        } catch (JacksonException | NumberFormatException e) {
            return String.valueOf(e.getMessage()).contains("Duplicate") ? null : "malformed: " + text;
        }
    }

    private static Object normal(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), normal(member.getValue())));
            return members;
        }
        if (node.isArray()) {
            return node.valueStream().map(Contract::normal).toList();
        }
        return node.isNumber() ? node.decimalValue().stripTrailingZeros() : node.toString();
    }

    static boolean isGeoJson(Value value) {
        return value instanceof Value.Json
                || (text(value) != null && text(value).startsWith("{"));
    }

    /** Words and numbers in their order tell one geometry from another well enough. */
    private static @Nullable Object spatial(Value value) {
        if (!isGeoJson(value)) {
            String text = text(value);
            return text == null || text.matches("(?s).*[0-9.][+-].*") ? null : coordinates(text);
        }
        String json = value instanceof Value.Json object ? object.json() : text(value);
        boolean geometry = json.startsWith("{") && !json.contains("Feature") && !json.contains("bbox");
        return geometry ? coordinates(json) : null;
    }

    private static Object coordinates(String text) {
        List<Object> found = new ArrayList<>();
        WORD.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(word -> word.toUpperCase(Locale.ROOT).replace("GEOMCOLLECTION", "GEOMETRYCOLLECTION"))
                .filter(word ->
                        !List.of("TYPE", "COORDINATES", "GEOMETRIES", "EMPTY").contains(word))
                .forEach(found::add);
        COORDINATE.matcher(text).results().map(MatchResult::group).forEach(number -> {
            Object read = number(number);
            found.add(read instanceof BigDecimal decimal ? Double.parseDouble(decimal.toString()) + 0.0 : number);
        });
        return found;
    }

    private static @Nullable Object vector(Value value) {
        String text = text(value);
        String list =
                value instanceof Value.Json json ? json.json() : text != null && text.startsWith("[") ? text : null;
        if (list == null) {
            return bytes(value);
        }
        if (!(json(list) instanceof List<?> numbers) || numbers.isEmpty()) {
            return null;
        }
        StringBuilder bytes = new StringBuilder();
        for (Object number : numbers) {
            float nearest = number instanceof BigDecimal decimal ? Float.parseFloat(decimal.toString()) : Float.NaN;
            if (Float.isNaN(nearest) || (nearest == 0 && !number.equals(BigDecimal.ZERO))) {
                return null;
            }
            bytes.append("%08X".formatted(Integer.reverseBytes(Float.floatToIntBits(nearest))));
        }
        return bytes.toString();
    }
}

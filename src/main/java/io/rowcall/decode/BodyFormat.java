package io.rowcall.decode;

import io.rowcall.batch.RefusalCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The three languages of bodies, told by their content type and never guessed from their bytes. */
enum BodyFormat {
    /** An array of objects, or an object of columns and rows. */
    JSON("application/json"),
    /** A JSON object a line. */
    NDJSON("application/x-ndjson"),
    /** Comma-separated values (RFC 4180) with a header line. */
    CSV("text/csv");

    private static final String CURE =
            "; send application/json, application/x-ndjson or text/csv, in UTF-8 and with a header line where it is CSV";

    private final String mediaType;

    BodyFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The content type without parameters, in lower case. */
    String mediaType() {
        return mediaType;
    }

    /** The format of a content type, which may name UTF-8 as its charset, and a header line where it is CSV. */
    static BodyFormat of(@Nullable String contentType) {
        if (contentType == null || contentType.isBlank()) {
            throw unsupported("the message has no content_type" + CURE);
        }
        String[] parts = contentType.split(";", -1);
        for (BodyFormat format : values()) {
            if (format.mediaType.equals(normal(parts[0]))) {
                for (int i = 1; i < parts.length; i++) {
                    format.requireKnown(parts[i], contentType);
                }
                return format;
            }
        }
        throw unsupported("content_type is " + Excerpt.quoted(contentType) + CURE);
    }

    /** A parameter that nobody reads may change what the body means, so it is refused. */
    private void requireKnown(String parameter, String contentType) {
        int equals = parameter.indexOf('=');
        String name = normal(equals < 0 ? parameter : parameter.substring(0, equals));
        String value = equals < 0 ? "" : unquoted(normal(parameter.substring(equals + 1)));
        boolean known = switch (name) {
            case "" -> equals < 0;
            case "charset" -> value.equals("utf-8") || value.equals("utf8");
            case "header" -> this == CSV && value.equals("present");
            default -> false;
        };
        if (!known) {
            throw unsupported("content_type " + Excerpt.quoted(contentType) + " has the parameter "
                    + Excerpt.quoted(parameter.strip()) + ", which Rowcall doesn't read" + CURE);
        }
    }

    private static String normal(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static RefusedException unsupported(String message) {
        return new RefusedException(RefusalCode.UNSUPPORTED_CONTENT_TYPE, message);
    }
}

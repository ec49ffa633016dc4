package io.rowcall.decode;

import io.rowcall.batch.BatchKey;
import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.ImportPart;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Target;
import io.rowcall.batch.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a message ask for. A {@code rowcall-} header that is unknown, misspelt, or has a value that it
 * can't have is refused and never ignored: an ignored dry-run flag would really apply the batch.
 *
 * @param policy the header's, else the target's default
 */
record Instructions(
        DuplicatePolicy policy, boolean dryRun, @Nullable ImportPart part) {

    private static final Set<String> KNOWN = Set.of(
            Wire.HEADER_IMPORT_ID, Wire.HEADER_PART, Wire.HEADER_PARTS, Wire.HEADER_ON_DUPLICATE, Wire.HEADER_DRY_RUN);

    static Instructions of(Map<String, @Nullable Object> headers, Target target) {
        for (String name : headers.keySet()) {
            requireKnown(name);
        }
        return new Instructions(policy(headers, target), dryRun(headers), part(headers));
    }

    private static void requireKnown(String name) {
        // Compared without case, so that Rowcall-Dry-Run is an error instead of a real run.
        // A dead letter that is put back as it is, say after its target was mended, must be taken.
        boolean ours = name.regionMatches(true, 0, Wire.HEADER_PREFIX, 0, Wire.HEADER_PREFIX.length());
        if (ours && !KNOWN.contains(name) && !Wire.HEADERS_OF_DEAD_LETTERS.contains(name)) {
            throw unsupported(
                    "header " + Excerpt.quoted(name) + " is none that Rowcall knows; leave it out, or write one of "
                            + KNOWN.stream().sorted().collect(Collectors.joining(", ")));
        }
    }

    private static DuplicatePolicy policy(Map<String, @Nullable Object> headers, Target target) {
        String word = text(headers, Wire.HEADER_ON_DUPLICATE);
        if (word == null) {
            return target.onDuplicate();
        }
        return DuplicatePolicy.of(word)
                .filter(target.allowed()::contains)
                .orElseThrow(() -> unsupported(Words.of(
                        "header %s is %s; target %s allows %s",
                        Wire.HEADER_ON_DUPLICATE,
                        Excerpt.quoted(word),
                        target.name(),
                        target.allowed().stream()
                                .sorted()
                                .map(DuplicatePolicy::word)
                                .collect(Collectors.joining(", ")))));
    }

    private static boolean dryRun(Map<String, @Nullable Object> headers) {
        if (!headers.containsKey(Wire.HEADER_DRY_RUN)) {
            return false;
        }
        String word = String.valueOf(headers.get(Wire.HEADER_DRY_RUN)); // of a boolean, or already the word
        if (!word.equals("true") && !word.equals("false")) {
            throw wrongValue(headers, Wire.HEADER_DRY_RUN, "true or false");
        }
        return word.equals("true");
    }

    private static @Nullable ImportPart part(Map<String, @Nullable Object> headers) {
        String importId = text(headers, Wire.HEADER_IMPORT_ID);
        Integer part = positive(headers, Wire.HEADER_PART);
        Integer parts = positive(headers, Wire.HEADER_PARTS);
        if (importId == null) {
            if (part != null || parts != null) {
                throw unsupported(Words.of(
                        "header %s stands without %s; give the import's id, or leave out both %s and %s",
                        part != null ? Wire.HEADER_PART : Wire.HEADER_PARTS,
                        Wire.HEADER_IMPORT_ID,
                        Wire.HEADER_PART,
                        Wire.HEADER_PARTS));
            }
            return null;
        }
        int bytes = importId.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > BatchKey.MAX_ID_BYTES) {
            throw unsupported(Words.of(
                    "header %s holds %,d bytes; an import's id holds 1 to %d",
                    Wire.HEADER_IMPORT_ID, bytes, BatchKey.MAX_ID_BYTES));
        }
        if (part != null && parts != null && part > parts) {
            throw unsupported(Words.of(
                    "header %s is %d, but %s says there are only %d; parts are numbered from 1",
                    Wire.HEADER_PART, part, Wire.HEADER_PARTS, parts));
        }
        return new ImportPart(importId, part, parts);
    }

    private static @Nullable String text(Map<String, @Nullable Object> headers, String name) {
        if (!headers.containsKey(name)) {
            return null;
        }
        if (headers.get(name) instanceof CharSequence text) {
            return text.toString();
        }
        throw wrongValue(headers, name, "text");
    }

    private static @Nullable Integer positive(Map<String, @Nullable Object> headers, String name) {
        if (!headers.containsKey(name)) {
            return null;
        }
        Object value = headers.get(name);
        long number = value == null ? 0 : whole(value);
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw wrongValue(headers, name, Words.of("a whole number from 1 to %,d", Integer.MAX_VALUE));
        }
        return (int) number;
    }

    private static long whole(Object value) {
        return switch (value) {
            case Byte number -> number;
            case Short number -> number;
            case Integer number -> number;
            case Long number -> number;
            case CharSequence text -> digits(text);
            default -> 0;
        };
    }

    /** The number that up to ten ASCII digits make, else 0. */
    private static long digits(CharSequence text) {
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9' || i == 10) {
                return 0;
            }
            number = number * 10 + (digit - '0');
        }
        return number;
    }

    private static RefusedException wrongValue(Map<String, @Nullable Object> headers, String name, String expected) {
        Object value = headers.get(name);
        String found = value == null ? "has no value" : "is " + shown(value);
        return unsupported("header " + name + " " + found + "; write " + expected + ", or leave it out");
    }

    private static String shown(Object value) {
        return switch (value) {
            case CharSequence text -> Excerpt.quoted(text.toString());
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            default -> "a " + value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        };
    }

    private static RefusedException unsupported(String message) {
        return new RefusedException(RefusalCode.UNSUPPORTED_HEADER, message);
    }
}

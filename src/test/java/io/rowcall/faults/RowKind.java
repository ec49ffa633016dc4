package io.rowcall.faults;

import io.rowcall.batch.ReasonCode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What may be the matter with a row; at most one thing, so that it is known what must be said of it. */
enum RowKind {
    GOOD(null),
    NO_NAME(ReasonCode.NOT_NULL),
    LONG_NAME(ReasonCode.TOO_LONG),
    LARGE_AGE(ReasonCode.OUT_OF_RANGE),
    WORD_AS_AGE(ReasonCode.WRONG_TYPE),
    NO_SUCH_DAY(ReasonCode.BAD_DATETIME),
    NO_SUCH_KIND(ReasonCode.NOT_IN_ENUM),
    NO_SUCH_PARENT(ReasonCode.FOREIGN_KEY),
    FORBIDDEN_AGE(ReasonCode.CHECK),
    NO_SUCH_COLUMN(ReasonCode.UNKNOWN_COLUMN),
    /** An earlier row of the batch again. */
    REPEATED(null),
    /** The id of an earlier row of the batch with other values. */
    REPEATED_OTHERWISE(null),
    /** A row that was there from the start. */
    THERE(null),
    /** The id of a row that was there from the start, with other values. */
    THERE_OTHERWISE(null);

    /** Those that fail for themselves, whatever else is in the table. */
    static final List<RowKind> BAD =
            Stream.of(values()).filter(kind -> kind.reason != null).toList();

    private final @Nullable ReasonCode reason;

    RowKind(@Nullable ReasonCode reason) {
        this.reason = reason;
    }

    /** What becomes of it. */
    enum Verdict {
        INSERTED,
        UPDATED,
        UNCHANGED,
        FAILED
    }

    Verdict verdict(Destination destination) {
        return switch (this) {
            case GOOD -> Verdict.INSERTED;
            case REPEATED, THERE ->
                switch (destination) {
                    case PEOPLE -> Verdict.FAILED;
                    case TAGS, FACTS, STOCK -> Verdict.UNCHANGED;
                    case JOURNAL -> Verdict.INSERTED;
                };
            case REPEATED_OTHERWISE, THERE_OTHERWISE ->
                switch (destination) {
                    case PEOPLE, FACTS -> Verdict.FAILED;
                    case TAGS -> Verdict.UNCHANGED;
                    case STOCK -> Verdict.UPDATED;
                    case JOURNAL -> Verdict.INSERTED;
                };
            default -> Verdict.FAILED;
        };
    }

    /** Why it fails, where it does. */
    ReasonCode reason() {
        return switch (this) {
            case REPEATED, REPEATED_OTHERWISE -> ReasonCode.DUPLICATE_IN_BATCH;
            case THERE, THERE_OTHERWISE -> ReasonCode.DUPLICATE_KEY;
            default -> {
                if (reason == null) {
                    throw new IllegalStateException(this + " does not fail");
                }
                yield reason;
            }
        };
    }

    /** Makes a good row bad. */
    void spoil(Map<String, @Nullable Object> values) {
        switch (this) {
            case NO_NAME -> values.put("name", null);
            case LONG_NAME -> values.put("name", "a name of more than twenty characters");
            case LARGE_AGE -> values.put("age", 300);
            case WORD_AS_AGE -> values.put("age", "old");
            case NO_SUCH_DAY -> values.put("born", "2023-02-30");
            case NO_SUCH_KIND -> values.put("kind", "purple");
            case NO_SUCH_PARENT -> values.put("parent", 4_711);
            case FORBIDDEN_AGE -> values.put("age", 200);
            case NO_SUCH_COLUMN -> values.put("colour", "red");
            case GOOD, REPEATED, REPEATED_OTHERWISE, THERE, THERE_OTHERWISE -> {}
        }
    }
}

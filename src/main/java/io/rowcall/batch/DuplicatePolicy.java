package io.rowcall.batch;

import java.util.Locale;
import java.util.Optional;

/** What becomes of a row that meets an existing or an earlier row on a unique key. */
public enum DuplicatePolicy {
    /** It is FAILED. */
    FAIL,
    /** It is UNCHANGED when all columns it gives are equal to those of the row it met, else FAILED. */
    UNCHANGED,
    /** It is UNCHANGED. */
    IGNORE,
    /** Met on the update key, its columns are assigned: UPDATED, or UNCHANGED where nothing differs. Met elsewhere, it is FAILED. */
    UPDATE;

    /** The word that messages and settings use, such as {@code fail}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The policy with this {@link #word()}, if there is one. */
    public static Optional<DuplicatePolicy> of(String word) {
        for (DuplicatePolicy policy : values()) {
            if (policy.word().equals(word)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }
}

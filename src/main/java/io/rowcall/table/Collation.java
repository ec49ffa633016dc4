package io.rowcall.table;

import java.util.List;
import java.util.Optional;

/** The character set and collation of a column: which characters it can hold, and which texts are one and the same to it. */
public interface Collation {

    /** Such as {@code utf8mb4_0900_ai_ci}. */
    String name();

    /** Which characters there are and how many bytes they take. */
    CharacterSet characterSet();

    /** Whether trailing spaces make no difference. */
    boolean padSpace();

    /**
     * The first of the members that is equal to this text under the collation. Exact spellings and simple cases are
     * answered at once; for others it asks the server, which blocks, and remembers the answer.
     */
    Optional<String> member(List<String> members, String text);
}

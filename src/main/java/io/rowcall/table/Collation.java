package io.rowcall.table;

import java.util.List;

/** The character set and collation of a column: which characters it can hold, and which texts are one and the same to it. */
public interface Collation {

    /** Such as {@code utf8mb4_0900_ai_ci}. */
    String name();

    /** Which characters there are and how many bytes they take. */
    CharacterSet characterSet();

    /** These members of an ENUM or SET, to be found by what this collation holds for equal. */
    Members members(List<String> members);
}

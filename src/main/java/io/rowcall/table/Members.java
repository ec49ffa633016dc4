package io.rowcall.table;

import java.util.Optional;

/** The members of an ENUM or SET. */
@FunctionalInterface
public interface Members {

    /**
     * The member that this text spells, as the table spells it. May ask the server, which blocks, where a collation's
     * rules go beyond the case of ASCII letters; answers are remembered.
     *
     * <p>MySQL shows characters of four bytes in members as question marks. A text with such characters that might spell
     * such a member is given back as it is, for the server to judge.
     */
    Optional<String> spelt(String text);
}

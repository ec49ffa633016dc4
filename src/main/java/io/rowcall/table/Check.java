package io.rowcall.table;

/**
 * An enforced CHECK constraint.
 *
 * @param clause the condition as the server prints it, ready to be used in SQL
 */
public record Check(String name, String clause) {}

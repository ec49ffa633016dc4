package io.rowcall.bench;

import java.util.List;

/**
 * A row as a Java program has it in memory.
 *
 * @param values in the order of the shape's columns: Long, String or BigDecimal
 */
record GeneratedRow(List<Object> values, Fate fate) {

    boolean isGood() {
        return fate == Fate.GOOD;
    }
}

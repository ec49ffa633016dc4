package io.rowcall.preflight;

import io.rowcall.batch.Reason;
import io.rowcall.table.Column;
import java.util.List;

/**
 * How the values of rows of one shape go to the table's columns. Names are resolved once, here, and not row by row.
 *
 * @param reasons what is wrong with the shape itself, and so with every row that has it
 * @param columns the columns given, in the table's order
 * @param places where the value of each of these columns stands in the row
 */
record Layout(List<Reason> reasons, List<Column> columns, List<Place> places) {

    /**
     * A column and its value's place.
     *
     * @param index in the row's values
     * @param takesNull whether NULL is no fault, be it that the server or a trigger makes something of it
     * @param shown whether messages may show its values
     */
    record Place(int index, Column column, ValueCheck check, boolean takesNull, boolean shown) {}
}

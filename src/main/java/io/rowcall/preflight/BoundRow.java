package io.rowcall.preflight;

import io.rowcall.table.Column;
import java.util.List;

/**
 * A row that passed: what stands for each of its columns in a statement.
 *
 * @param index position of the row in its batch, from 0
 * @param columns the columns given, in the table's order; rows of one shape share one list
 * @param values as many as columns
 */
public record BoundRow(int index, List<Column> columns, List<Bound> values) {}

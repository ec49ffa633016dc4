/**
 * Turns a row's values into what stands for the table's columns in a statement, or into all the reasons why the row
 * can't be taken.
 */
@NullMarked
package io.rowcall.preflight;

import org.jspecify.annotations.NullMarked;

/** Turns a row's values into what is bound for the table's columns, or into all the reasons why the row can't be taken. */
@NullMarked
package io.rowcall.preflight;

import org.jspecify.annotations.NullMarked;

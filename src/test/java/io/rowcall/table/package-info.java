/** Tests of what is read of a table, on a real server. */
@NullMarked
package io.rowcall.table;

import org.jspecify.annotations.NullMarked;

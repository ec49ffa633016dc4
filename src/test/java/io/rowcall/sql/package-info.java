/** Tests of how Rowcall talks to MySQL. */
@NullMarked
package io.rowcall.sql;

import org.jspecify.annotations.NullMarked;

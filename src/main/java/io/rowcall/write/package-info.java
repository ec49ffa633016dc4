/** How rows get into their table: chunks of one statement, the search for those that fail, and what MySQL's errors mean. */
@NullMarked
package io.rowcall.write;

import org.jspecify.annotations.NullMarked;

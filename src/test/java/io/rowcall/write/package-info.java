/** Tests of the writer on real tables, without the rest of the worker. */
@NullMarked
package io.rowcall.write;

import org.jspecify.annotations.NullMarked;

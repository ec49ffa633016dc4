/** Real servers, a real worker, its results and the faults between them, for tests. */
@NullMarked
package io.rowcall.testing;

import org.jspecify.annotations.NullMarked;

/** Tests of what Rowcall answers. */
@NullMarked
package io.rowcall.result;

import org.jspecify.annotations.NullMarked;

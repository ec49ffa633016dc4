/** Tests of what preflight says of values, alone and against a real server. */
@NullMarked
package io.rowcall.preflight;

import org.jspecify.annotations.NullMarked;

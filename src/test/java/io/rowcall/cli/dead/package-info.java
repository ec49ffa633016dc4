/** Tests of the command line's way to dead letters. */
@NullMarked
package io.rowcall.cli.dead;

import org.jspecify.annotations.NullMarked;

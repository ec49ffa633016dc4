/** The command line's way to dead letters: {@code rowcall dead list}, {@code show}, {@code replay}, {@code drop}. */
@NullMarked
package io.rowcall.cli.dead;

import org.jspecify.annotations.NullMarked;

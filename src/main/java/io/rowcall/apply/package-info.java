/** Applies batches: one transaction holds the claim, the rows, the verdicts and the result; and decides what failures mean for a target. */
@NullMarked
package io.rowcall.apply;

import org.jspecify.annotations.NullMarked;

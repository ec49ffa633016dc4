/** The HTTP side for front ends and operators: a batch in one call, what became of batches, and holds. */
@NullMarked
package io.rowcall.web;

import org.jspecify.annotations.NullMarked;

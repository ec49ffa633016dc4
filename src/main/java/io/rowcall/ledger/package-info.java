/** The dedup table and what else Rowcall remembers of batches: attempts and operators' holds. */
@NullMarked
package io.rowcall.ledger;

import org.jspecify.annotations.NullMarked;

/** Takes batches from the broker and settles every delivery: answered and acknowledged, or given back. */
@NullMarked
package io.rowcall.receive;

import org.jspecify.annotations.NullMarked;

/**
 * Dead letters as an operator works with them: listed, shown, replayed, dropped. {@link DeadLetterQueue} is the door.
 */
@NullMarked
package io.rowcall.deadletter;

import org.jspecify.annotations.NullMarked;

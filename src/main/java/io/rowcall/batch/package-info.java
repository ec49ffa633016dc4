/** The vocabulary: batches, rows, verdicts, reasons and the names of the wire contract. Knows no Spring, no AMQP, no SQL. */
@NullMarked
package io.rowcall.batch;

import org.jspecify.annotations.NullMarked;

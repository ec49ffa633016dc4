/** Rowcall: takes batches of rows from RabbitMQ, inserts every row MySQL will take, answers for every row. */
@NullMarked
package io.rowcall;

import org.jspecify.annotations.NullMarked;

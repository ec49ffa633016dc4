/** From a delivered message, free of AMQP types, to a decoded batch or a refusal. Knows no broker and no database. */
@NullMarked
package io.rowcall.decode;

import org.jspecify.annotations.NullMarked;

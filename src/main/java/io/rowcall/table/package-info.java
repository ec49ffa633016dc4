/** What MySQL says of a target's table: columns, keys, foreign keys, checks, triggers, privileges. */
@NullMarked
package io.rowcall.table;

import org.jspecify.annotations.NullMarked;

/** Rows as bytes: cuts files and streams into single rows without changing or understanding them. */
@NullMarked
package io.rowcall.publish.rows;

import org.jspecify.annotations.NullMarked;

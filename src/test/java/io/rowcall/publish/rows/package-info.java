@NullMarked
package io.rowcall.publish.rows;

import org.jspecify.annotations.NullMarked;

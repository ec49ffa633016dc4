@NullMarked
package io.rowcall.publish;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.rowcall.receive;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.rowcall.apply;

import org.jspecify.annotations.NullMarked;

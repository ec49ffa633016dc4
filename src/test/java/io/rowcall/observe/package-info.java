@NullMarked
package io.rowcall.observe;

import org.jspecify.annotations.NullMarked;

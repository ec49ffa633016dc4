@NullMarked
package io.rowcall.batch;

import org.jspecify.annotations.NullMarked;

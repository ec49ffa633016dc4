@NullMarked
package io.rowcall.tls;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.rowcall.cli;

import org.jspecify.annotations.NullMarked;

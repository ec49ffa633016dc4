/** The command line: publishes files, shows results. Speaks to the broker only through {@code publish}. */
@NullMarked
package io.rowcall.cli;

import org.jspecify.annotations.NullMarked;

/** Measures the worker against bare JDBC, by {@code bin/bench}. Nothing here runs as a test. */
@NullMarked
package io.rowcall.bench;

import org.jspecify.annotations.NullMarked;

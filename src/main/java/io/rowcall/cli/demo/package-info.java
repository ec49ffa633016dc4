/** The demo: publishes a file whose right outcome is known, and checks what comes of it. */
@NullMarked
package io.rowcall.cli.demo;

import org.jspecify.annotations.NullMarked;

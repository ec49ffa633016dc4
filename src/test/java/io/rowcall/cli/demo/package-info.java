@NullMarked
package io.rowcall.cli.demo;

import org.jspecify.annotations.NullMarked;

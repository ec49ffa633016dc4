/** Tests of what operators do with dead letters. */
@NullMarked
package io.rowcall.deadletter;

import org.jspecify.annotations.NullMarked;

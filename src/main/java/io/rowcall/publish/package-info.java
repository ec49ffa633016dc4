/** Publishes batches so that none is lost unnoticed, and hands back the results that answer them. */
@NullMarked
package io.rowcall.publish;

import org.jspecify.annotations.NullMarked;

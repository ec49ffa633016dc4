/** What operators see: health and metrics. */
@NullMarked
package io.rowcall.observe;

import org.jspecify.annotations.NullMarked;

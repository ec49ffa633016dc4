/** Tests of decoding: no servers, no files, everything made in memory. */
@NullMarked
package io.rowcall.decode;

import org.jspecify.annotations.NullMarked;

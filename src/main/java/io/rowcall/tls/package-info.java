/** What is wrong with a server's certificate, in words. */
@NullMarked
package io.rowcall.tls;

import org.jspecify.annotations.NullMarked;

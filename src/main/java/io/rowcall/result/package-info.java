/** What Rowcall answers: failed rows put into words, results kept until their publish is confirmed, and that publish. */
@NullMarked
package io.rowcall.result;

import org.jspecify.annotations.NullMarked;

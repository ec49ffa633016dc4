@NullMarked
package io.rowcall.ledger;

import org.jspecify.annotations.NullMarked;

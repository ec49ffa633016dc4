/** How Rowcall talks to MySQL through MyBatis: statements whose text is made by the caller, and the session they run in. */
@NullMarked
package io.rowcall.sql;

import org.jspecify.annotations.NullMarked;

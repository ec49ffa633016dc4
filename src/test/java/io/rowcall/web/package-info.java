@NullMarked
package io.rowcall.web;

import org.jspecify.annotations.NullMarked;

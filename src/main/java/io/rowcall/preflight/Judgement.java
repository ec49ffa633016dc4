package io.rowcall.preflight;

/** What a column makes of a value: something to bind, or a fault. */
sealed interface Judgement permits Bound, Fault {}

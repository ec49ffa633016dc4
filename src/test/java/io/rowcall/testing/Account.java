package io.rowcall.testing;

/** An account of a database or a broker, with no more rights than its test gave it. */
public record Account(String username, String password) {}

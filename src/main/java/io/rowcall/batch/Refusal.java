package io.rowcall.batch;

/**
 * The answer to a batch that can never be applied. It does not use up the batch id: a corrected batch may carry it again.
 *
 * @param message names the field, the limit and the cure
 */
public record Refusal(RefusalCode code, String message) {}

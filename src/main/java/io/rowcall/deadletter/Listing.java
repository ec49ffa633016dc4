package io.rowcall.deadletter;

import java.util.List;

/**
 * The dead letters that were wanted.
 *
 * @param letters the first of them, those refused first in front
 * @param matching how many were wanted of those looked at, listed or not
 * @param waiting how many dead letters there are, wanted or not; those that others look at just now are not counted
 * @param complete whether all of those were looked at, and no limit ended it
 */
public record Listing(List<DeadLetter> letters, int matching, int waiting, boolean complete) {}

package io.rowcall.deadletter;

/**
 * How far to look into the queue. What was looked at is out of others' reach until the look is over.
 *
 * @param letters how many dead letters to list at most
 * @param bytes how many bytes of bodies to look at; the letter that passes it is the last
 */
public record Limits(int letters, long bytes) {

    /** More than that at once is held by no look, whatever its limits say. */
    public static final int MOST_LOOKED_AT = 10_000;

    /** For a list that somebody reads: 100 letters, 256 MiB. */
    public static final Limits PAGE = new Limits(100, 256L << 20);

    /** For finding letters by their ids: 4 GiB of bodies, one in memory at a time. */
    public static final Limits SEARCH = new Limits(MOST_LOOKED_AT, 4L << 30);

    public Limits {
        if (letters < 1 || letters > MOST_LOOKED_AT) {
            throw new IllegalArgumentException(
                    "a list holds 1 to %,d dead letters, not %,d".formatted(MOST_LOOKED_AT, letters));
        }
        if (bytes < 1) {
            throw new IllegalArgumentException("at least one byte must be allowed");
        }
    }
}

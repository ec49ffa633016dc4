package io.rowcall.write;

import io.rowcall.batch.Verdict;
import java.util.List;

/** A way to find out which rows of a chunk the server takes, and to have written exactly those. */
interface Isolation {

    /**
     * Writes the chunk as if each row in order were one statement of the chunk's policy.
     *
     * @return one verdict for each row, in order
     * @throws RuntimeException around whatever lies in no row: conflicts, outages, configuration
     */
    List<Verdict> settle(Chunk chunk);
}

package io.rowcall.bench;

/** One of two ways to get the same rows into a table. */
interface Contender {

    /**
     * Makes a fresh table, and all else that is not to be measured.
     *
     * @param number of the run, which no other run of this contender has
     */
    void prepare(Workload workload, int number);

    /**
     * Puts all rows into the table and sees that they are there.
     *
     * @return how long the rows took, without what comes before and after them
     */
    Taken run(Workload workload, int number);
}

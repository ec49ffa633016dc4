package io.rowcall.bench;

/** One of several ways to get rows into a table. Runs have numbers; no two runs of a contender have the same. */
interface Contender {

    /** What it is called in what is printed. */
    String name();

    /** Does what is not to be measured and may go on long before the run. */
    void prepare(int number) throws InterruptedException;

    /**
     * Puts all rows into the table and sees that they are there.
     *
     * @return how long the rows took, without what comes before and after them
     */
    Rate run(int number) throws InterruptedException;
}

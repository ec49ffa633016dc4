package io.rowcall.decode;

/**
 * What is wrong with a row's own shape.
 *
 * @param words what is wrong and how to mend it
 * @param discreetly the same, telling nothing of the row's values
 */
record Problem(String words, String discreetly) {

    /** A problem that can be told without the values. */
    static Problem plain(String words) {
        return new Problem(words, words);
    }
}

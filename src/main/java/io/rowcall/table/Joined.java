package io.rowcall.table;

import java.util.List;
import java.util.stream.Stream;

/** Puts the parts of a key together, which the server tells row by row. */
final class Joined {

    private Joined() {}

    static <T> List<T> of(List<T> first, List<T> rest) {
        return Stream.concat(first.stream(), rest.stream()).toList();
    }
}

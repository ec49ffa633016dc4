package io.rowcall.decode;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The column lists met in a batch, so that rows of one shape share one list and its names are checked once. Only sound
 * lists are kept.
 */
final class Shapes {

    /** Batches have a handful of shapes; one that has a different shape for each row shall not fill the memory. */
    private static final int REMEMBERED = 256;

    private final Map<List<String>, List<String>> known = new HashMap<>();
    private List<String> last = List.of();

    /** The list of the row before, which the next row most likely repeats. */
    List<String> last() {
        return last;
    }

    /** The shared list that equals these names, or null where they have a {@link #problem}. */
    @Nullable
    List<String> share(List<String> names) {
        List<String> shared = known.get(names);
        if (shared == null) {
            if (problem(names) != null) {
                return null;
            }
            shared = List.copyOf(names);
            if (known.size() < REMEMBERED) {
                known.put(shared, shared);
            }
        }
        last = shared;
        return shared;
    }

    /** What keeps these names from being the columns of a row. (Halves of surrogate pairs are no names to the parser.) */
    static @Nullable String problem(List<String> names) {
        Map<String, String> seen = HashMap.newHashMap(names.size());
        for (String name : names) {
            String twin = seen.put(name.toLowerCase(Locale.ROOT), name);
            if (twin != null) {
                return Words.of(
                        "column %s stands twice%s; column names are compared without case, keep one of the two",
                        Excerpt.quoted(twin), twin.equals(name) ? "" : ", also as " + Excerpt.quoted(name));
            }
        }
        return null;
    }
}

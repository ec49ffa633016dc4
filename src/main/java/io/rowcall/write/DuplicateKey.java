package io.rowcall.write;

import io.rowcall.sql.SqlErrors;
import io.rowcall.table.UniqueKey;
import io.rowcall.write.FailureClass.RowFault;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The unique key of the target's table that a row met another one on.
 *
 * @param name as the server calls it
 * @param key null where the table, as it was read, has none of this name
 */
record DuplicateKey(String name, @Nullable UniqueKey key) {

    /** One that nobody has looked for. */
    static final DuplicateKey UNNAMED = new DuplicateKey("value of a unique key", null);

    /**
     * Null where the error is no duplicate, or one of another table, which a trigger writes: then the row has met
     * nothing and is refused like any row that a trigger refuses. MySQL names keys {@code table.key}.
     */
    static @Nullable DuplicateKey of(Chunk chunk, RowFault fault) {
        String qualified = fault.constraint();
        String table = chunk.table().name() + ".";
        if (fault.vendorCode() != SqlErrors.DUPLICATE_ENTRY
                || qualified == null
                || !qualified.toLowerCase(Locale.ROOT).startsWith(table.toLowerCase(Locale.ROOT))) {
            return null;
        }
        String name = qualified.substring(table.length());
        return new DuplicateKey(name, chunk.table().key(name).orElse(null));
    }
}

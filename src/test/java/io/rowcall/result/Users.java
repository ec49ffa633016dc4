package io.rowcall.result;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Target;
import java.util.Map;
import java.util.Set;

/** The target of results and failures that no database is needed for. */
final class Users {

    /** Target {@code users}, which shows these columns so and all others as they are. */
    static Target target(Map<String, Target.ValueDisplay> values) {
        return new Target(
                "users",
                "users",
                DuplicatePolicy.FAIL,
                Set.of(DuplicatePolicy.FAIL),
                "PRIMARY",
                false,
                Target.Triggers.NONE,
                Target.Limits.DEFAULT,
                values);
    }

    private Users() {}
}

package io.rowcall.write;

import io.rowcall.sql.Sql;
import java.util.List;
import java.util.Map;

/** Runs statements about rows of a target, in the transaction of the calling thread. Blocks for the database. */
interface Statements {

    /** Returns the affected rows, as MySQL counts them with useAffectedRows. */
    int insert(Sql rows);

    List<Map<String, Object>> ask(Sql question);
}

package io.rowcall.ledger;

import io.rowcall.sql.Grant;
import io.rowcall.sql.Sql;
import io.rowcall.sql.SqlErrors;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Whether the worker may use the tables that Rowcall keeps for itself, asked of the server without changing anything. */
@Component
public class OwnTables {

    /** Each with a column of it. */
    private static final Map<String, String> TABLES = new LinkedHashMap<>();

    static {
        for (String table : List.of("target", "batch", "failure", "outbox", "attempt")) {
            TABLES.put("rowcall_" + table, "target_id");
        }
        TABLES.put("rowcall_refusal", "result_id");
    }

    /** To explain a statement takes the rights that it takes itself (manual, "EXPLAIN Statement"). */
    private static final Map<String, String> EXPLAINED = new LinkedHashMap<>();

    static {
        EXPLAINED.put("SELECT", "EXPLAIN SELECT %2$s FROM %1$s");
        EXPLAINED.put("INSERT", "EXPLAIN INSERT INTO %1$s (%2$s) VALUES (NULL)");
        EXPLAINED.put("UPDATE", "EXPLAIN UPDATE %1$s SET %2$s = NULL");
        EXPLAINED.put("DELETE", "EXPLAIN DELETE FROM %1$s");
    }

    private static final int NO_TABLE = 1146;

    /** ER_TABLEACCESS_DENIED_ERROR; a right on some column is enough for MySQL not to say it. */
    private static final int DENIED = 1142;

    private final OwnTablesMapper mapper;

    OwnTables(OwnTablesMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * What is in the way, each in one sentence with its cure. Blocks for the database.
     *
     * @throws RuntimeException around what the server says of something else, as where it can't be reached
     */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        TABLES.forEach((table, column) -> {
            List<String> denied = new ArrayList<>();
            boolean there = true;
            for (Map.Entry<String, String> right : EXPLAINED.entrySet()) {
                int error = error(right.getValue().formatted(table, column));
                if (error == DENIED) {
                    denied.add(right.getKey());
                }
                there &= error != NO_TABLE;
            }
            if (!there) {
                problems.add(
                        "the table %s is missing; set rowcall.schema.migrate to true, or make it as db/rowcall says"
                                .formatted(table));
            } else if (!denied.isEmpty()) {
                Grant grant = new Grant(denied, mapper.schema(), table, mapper.account());
                problems.add(grant.lacking() + "; " + grant.statement());
            }
        });
        return problems;
    }

    /** MySQL's error number, 0 for none. */
    private int error(String statement) {
        try {
            mapper.run(new Sql().add(statement));
            return 0;
        } catch (RuntimeException e) {
            int code = SqlErrors.find(e).map(SQLException::getErrorCode).orElse(0);
            // NULL is for no such column, which is found out only where there is the right.
            if (code != DENIED && code != NO_TABLE && code != SqlErrors.NOT_NULL) {
                throw e;
            }
            return code;
        }
    }
}

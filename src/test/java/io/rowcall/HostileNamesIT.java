package io.rowcall;

import static io.rowcall.testing.BatchBuilder.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.ReasonCode;
import io.rowcall.testing.BatchBuilder;
import io.rowcall.testing.Result;
import io.rowcall.testing.Scene;
import io.rowcall.testing.WorkerBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Names of tables and columns are names and nothing else, wherever they come from. */
class HostileNamesIT {

    /** What an operator may have called a table, and its column likewise. */
    private static final List<String> TABLES = List.of(
            "select",
            "order by",
            "a`b",
            "``",
            "a\"b'c",
            "x; DROP TABLE victim; --",
            "/* comment */",
            "per%cent_",
            "${table}",
            "#{table}",
            "back\\slash",
            "Städte",
            "таблица",
            "表");

    /** What a stranger may call a column of a table that has id and name. */
    private static final List<String> COLUMNS = List.of(
            "id`",
            "`id`",
            "id`) VALUES (1); DROP TABLE victim; -- ",
            "id) SELECT 1 -- ",
            "name` = (SELECT 1), `name",
            "victim.id",
            "id, name",
            "'id'",
            "\"id\"",
            "id--",
            "id/**/",
            "id\u0000",
            "id\n",
            "id ",
            " id",
            "ıd",
            "ｉｄ",
            "i\u0307d",
            "${id}",
            "#{id}",
            "?",
            "*",
            "@@version",
            "__proto__",
            "",
            "\u202eid");

    private static Scene scene;

    @BeforeAll
    static void open() {
        scene = Scene.create("names");
        scene.database().execute("CREATE TABLE victim (id INT PRIMARY KEY, name VARCHAR(40))");
        WorkerBuilder builder = scene.worker()
                .target("victim", "table: victim", "allowed: fail, update, unchanged, ignore")
                .target("loose", "table: victim", "unknown-columns: ignore");
        for (int i = 0; i < TABLES.size(); i++) {
            String name = quoted(TABLES.get(i));
            scene.database()
                    .execute("CREATE TABLE %1$s (%1$s INT, `key` VARCHAR(40) UNIQUE, PRIMARY KEY (%1$s))"
                            .formatted(name));
            builder.property("rowcall.targets.t" + i + ".table", escaped(TABLES.get(i)))
                    .property("rowcall.targets.t" + i + ".allowed", "fail,update,unchanged,ignore");
        }
        scene.start(builder);
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** For Spring's placeholders, which stand in settings and nowhere else. */
    private static String escaped(String name) {
        return name.replace("${", "\\${");
    }

    @Test
    void tablesAndColumnsOfAnyNameAreWritten() {
        for (int i = 0; i < TABLES.size(); i++) {
            String name = TABLES.get(i);
            String target = "t" + i;

            assertThat(scene.send(batch(target)
                            .row(name, 1, "key", "a")
                            .row(name, 2, "key", "a")
                            .row(name, 1, "key", "b")))
                    .as(name)
                    .counts(3, 1, 0, 0, 2)
                    .rowFailed(1, ReasonCode.DUPLICATE_IN_BATCH, "key")
                    .rowFailed(2, ReasonCode.DUPLICATE_IN_BATCH, name);
            assertThat(scene.send(batch(target)
                            .header("rowcall-on-duplicate", "update")
                            .row(name, 1, "key", "c")))
                    .as(name)
                    .counts(1, 0, 1, 0, 0);
            assertThat(scene.send(batch(target)
                            .header("rowcall-on-duplicate", "unchanged")
                            .row(name, 1, "key", "c")))
                    .as(name)
                    .counts(1, 0, 0, 1, 0);
            assertThat(scene.database().count(quoted(name))).as(name).isEqualTo(1);
        }
        assertThat(scene.database().queryColumn("SHOW TABLES LIKE 'victim'")).hasSize(1);
    }

    @Test
    void columnsThatTheTableDoesNotHaveAreOnlyEverUnknown() {
        List<BatchBuilder> batches = new ArrayList<>();
        for (String column : COLUMNS) {
            batches.add(batch("victim").row("id", 1, column, "x"));
            batches.add(batch("victim").header("rowcall-on-duplicate", "update").row("id", 1, column, "x"));
            if (!column.isEmpty()) {
                batches.add(batch("victim").columnar().row("id", 1, column, "x"));
                batches.add(batch("victim").csv().row("id", 1, column, "x"));
            }
        }
        for (BatchBuilder each : batches) {
            Result result = scene.send(each);
            assertThat(result).counts(1, 0, 0, 0, 1);
            assertThat(result.failures().getFirst().codes()).containsExactly(ReasonCode.UNKNOWN_COLUMN);
        }
        assertThat(scene.database().count("victim")).isZero();
    }

    @Test
    void columnsThatAreToBeIgnoredReachNoStatement() {
        Map<String, Object> row = new LinkedHashMap<>();
        COLUMNS.forEach(column -> row.put(column, "x"));
        row.put("ID", 7);
        row.put("NaMe", "Ada'); DROP TABLE victim; -- ");

        assertThat(scene.send(batch("loose").row(row))).insertedAll(1);

        assertThat(scene.database().queryValue("SELECT name FROM victim WHERE id = 7"))
                .isEqualTo("Ada'); DROP TABLE victim; -- ");
        scene.database().execute("DELETE FROM victim");
    }
}

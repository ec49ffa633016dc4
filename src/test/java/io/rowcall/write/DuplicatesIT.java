package io.rowcall.write;

import static io.rowcall.batch.DuplicatePolicy.FAIL;
import static io.rowcall.batch.DuplicatePolicy.IGNORE;
import static io.rowcall.batch.DuplicatePolicy.UNCHANGED;
import static io.rowcall.batch.DuplicatePolicy.UPDATE;
import static io.rowcall.write.Writing.reason;
import static io.rowcall.write.Writing.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Reason;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Target;
import io.rowcall.batch.Value;
import io.rowcall.batch.Verdict.Done;
import io.rowcall.batch.Verdict.Failed;
import io.rowcall.testing.Account;
import io.rowcall.testing.Database;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What is said of rows that meet others, and what updates by a key do and don't do. */
@TestInstance(Lifecycle.PER_CLASS)
class DuplicatesIT {

    private Database database;
    private Writing writing;
    private Writing insertOnly;

    @BeforeAll
    void makeTables() {
        database = Database.create("duplicates");
        database.execute(
                "CREATE TABLE users (id INT PRIMARY KEY, email VARCHAR(40) UNIQUE, name VARCHAR(40), age INT)",
                "CREATE TABLE folded (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20), n INT, UNIQUE KEY fold ((LOWER(name))))",
                "CREATE TABLE tagged (id INT PRIMARY KEY, tags JSON, n INT, UNIQUE KEY tag ((CAST(tags AS UNSIGNED ARRAY))))",
                "CREATE TABLE defaulted (a INT, u INT DEFAULT 0, b INT, UNIQUE KEY k (a, u))",
                "CREATE TABLE shifted (k INT PRIMARY KEY, n INT)",
                "CREATE TRIGGER shift BEFORE INSERT ON shifted FOR EACH ROW SET NEW.k = NEW.k + 100",
                "CREATE TABLE seen (what VARCHAR(20) PRIMARY KEY)",
                "CREATE TABLE audited (id INT PRIMARY KEY, what VARCHAR(20))",
                "CREATE TRIGGER audit AFTER INSERT ON audited FOR EACH ROW INSERT INTO seen VALUES (NEW.what)",
                "CREATE TABLE trail (what VARCHAR(20))",
                "CREATE TABLE watched (id INT PRIMARY KEY, email VARCHAR(20) UNIQUE)",
                "CREATE TRIGGER watch_insert BEFORE INSERT ON watched FOR EACH ROW INSERT INTO trail VALUES ('insert')",
                "CREATE TRIGGER watch_update BEFORE UPDATE ON watched FOR EACH ROW INSERT INTO trail VALUES ('update')",
                "CREATE TABLE tenants (tenant INT DEFAULT 1, id INT, name VARCHAR(20), PRIMARY KEY (tenant, id))",
                "CREATE TABLE halves (id INT, half INT AS (id DIV 2) STORED NOT NULL, name VARCHAR(20), UNIQUE KEY by_half (half))",
                "CREATE TABLE chain (id INT PRIMARY KEY, code VARCHAR(9) NOT NULL UNIQUE, boss VARCHAR(9), FOREIGN KEY (boss) REFERENCES chain (code))",
                "CREATE TABLE places (id INT PRIMARY KEY, spot POINT SRID 4258)",
                "CREATE TABLE numbered (id INT PRIMARY KEY DEFAULT 0, email VARCHAR(20) UNIQUE)",
                "CREATE TABLE single (id INT PRIMARY KEY DEFAULT 5, n INT DEFAULT 1)",
                "CREATE TABLE `odd ``name.x` (`a``b` INT PRIMARY KEY, `c 'd` INT, UNIQUE KEY `k.1` (`c 'd`))");
        writing = Writing.on(database);
        Account account = database.account("insert", "SELECT, INSERT ON *");
        insertOnly = Writing.as(account, database.url());
        writing.settled();
    }

    @AfterAll
    void close() {
        insertOnly.close();
        writing.close();
        database.close();
    }

    @BeforeEach
    void empty() {
        for (String table : new String[] {
            "users",
            "folded",
            "tagged",
            "defaulted",
            "shifted",
            "seen",
            "audited",
            "watched",
            "trail",
            "tenants",
            "halves",
            "single",
            "places",
            "numbered",
            "`odd ``name.x`"
        }) {
            database.execute("DELETE FROM " + table);
        }
    }

    @Test
    void reasonNamesTheRowMetTheKeyAndWhatDiffers() {
        database.execute("INSERT INTO users VALUES (7, 'Ada@x', 'Ada', 36)");
        Reason reason = reason(writing.write(users(), FAIL, row(0, "id", 8, "email", "ada@x", "name", "Ada", "age", 40))
                .getFirst());
        assertThat(reason.code()).isEqualTo(ReasonCode.DUPLICATE_KEY);
        assertThat(reason.columns()).containsExactly("email");
        assertThat(reason.constraint()).isEqualTo("email");
        assertThat(reason.message())
                .isEqualTo(
                        "the row with id 7 has this email already; it differs in id, email, age; change the key or leave the row out");
    }

    /** A row that repeats another one's value is put aside until that one is in; it may fail for a reason of its own. */
    @Test
    void rowThatRepeatsOneThatFailsGoesIn() {
        database.execute("INSERT INTO users VALUES (7, 'ada@x', 'Ada', 36)");
        // From here on it is known that rows meet others on the email, and not on the id.
        writing.write(users(), FAIL, row(0, "id", 8, "email", "ada@x"));

        assertThat(writing.write(
                        users(),
                        FAIL,
                        row(0, "id", 7, "email", "bob@x"),
                        row(1, "id", 9, "email", "bob@x"),
                        row(2, "id", 10, "email", "cid@x"),
                        row(3, "id", 9, "email", "dan@x")))
                .satisfiesExactly(
                        first -> assertThat(reason(first).columns()).containsExactly("id"),
                        second -> assertThat(second).isEqualTo(Done.INSERTED),
                        third -> assertThat(third).isEqualTo(Done.INSERTED),
                        fourth -> assertThat(reason(fourth).columns()).containsExactly("id"));
        assertThat(database.queryColumn("SELECT email FROM users ORDER BY id"))
                .isEqualTo(List.of("ada@x", "bob@x", "cid@x"));
    }

    @Test
    void rowThatRepeatsAnotherIsToldOfThatOneThoughALaterRowHasItsOtherKey() {
        database.execute("INSERT INTO users VALUES (7, 'ada@x', 'Ada', 36)");
        // From here on it is known that rows meet others on both keys.
        writing.write(users(), FAIL, row(0, "id", 8, "email", "ada@x"), row(1, "id", 7, "email", "z@x"));

        Reason reason = reason(writing.write(
                        users(),
                        FAIL,
                        row(0, "id", 1, "email", "bob@x"),
                        row(1, "id", 2, "email", "bob@x"),
                        row(2, "id", 2, "email", "cid@x"))
                .get(1));
        assertThat(reason.code()).isEqualTo(ReasonCode.DUPLICATE_IN_BATCH);
        assertThat(reason.message()).startsWith("row 0 of the same batch has this email already");
    }

    @Test
    void rowThatMeetsAnotherMayStillFailForItsShape() {
        database.execute("INSERT INTO places VALUES (1, ST_GeomFromText('POINT(1 1)', 4258))");
        // From here on it is known that rows meet others.
        writing.write(target("places", IGNORE), FAIL, row(0, "id", 1, "spot", "POINT(2 2)"));

        assertThat(writing.write(target("places", IGNORE), IGNORE, row(0, "id", 1, "spot", "POINT(95 10)")))
                .singleElement()
                .isInstanceOf(Failed.class);
    }

    @Test
    void rowThatIsUnchangedOnOneKeyMayMeetAnotherRowByADefault() {
        database.execute("INSERT INTO numbered VALUES (0, 'x'), (5, 'ada')");
        // From here on it is known that rows meet others on the email.
        writing.write(target("numbered", UNCHANGED), FAIL, row(0, "id", 9, "email", "ada"));

        assertThat(writing.write(target("numbered", UNCHANGED), UNCHANGED, row(0, "email", "ada")))
                .singleElement()
                .isInstanceOf(Failed.class);
    }

    @Test
    void rowThatIsInTheTableAlreadyIsSaidToBeEqual() {
        database.execute("INSERT INTO users VALUES (7, 'ada@x', 'Ada', 36)");
        assertThat(reason(writing.write(users(), FAIL, row(0, "id", 7, "name", "Ada"))
                                .getFirst())
                        .message())
                .isEqualTo(
                        "the row with id 7 has this id already; all given columns are equal, so the row can be left out");
    }

    @Test
    void maskedPrimaryKeyIsNotShown() {
        database.execute("INSERT INTO users VALUES (7, 'ada@x', 'Ada', 36)");
        Target masked = new Target(
                "masked",
                "users",
                FAIL,
                EnumSet.of(FAIL),
                "PRIMARY",
                false,
                Target.Triggers.DETECT,
                Target.Limits.DEFAULT,
                Map.of("id", Target.ValueDisplay.MASK));
        assertThat(reason(writing.write(masked, FAIL, row(0, "id", 8, "email", "ada@x"))
                                .getFirst())
                        .message())
                .doesNotContain("7");
    }

    @Test
    void valueThatLooksLikeAKeyIsNotTakenForOne() {
        String email = "x' for key 'users.PRIMARY";
        Reason reason =
                reason(writing.write(users(), FAIL, row(0, "id", 1, "email", email), row(1, "id", 2, "email", email))
                        .getLast());
        assertThat(reason.constraint()).isEqualTo("email");
        assertThat(reason.code()).isEqualTo(ReasonCode.DUPLICATE_IN_BATCH);
    }

    @Test
    void computedKeyIsComparedWithTheRowMet() {
        computedKeyIsComparedWithTheRowMet(writing);
    }

    @Test
    void computedKeyIsComparedWithTheRowMetWithoutTheUpdatePrivilegeToo() {
        computedKeyIsComparedWithTheRowMet(insertOnly);
    }

    private void computedKeyIsComparedWithTheRowMet(Writing writing) {
        database.execute("INSERT INTO folded (name, n) VALUES ('Ada', 1), ('Bob', 1)");
        Target folded = target("folded", UNCHANGED);
        assertThat(writing.write(folded, UNCHANGED, row(0, "name", "Ada", "n", 1)))
                .containsExactly(Done.UNCHANGED);
        assertThat(reason(writing.write(folded, UNCHANGED, row(0, "name", "ADA", "n", 1))
                                .getFirst())
                        .constraint())
                .isEqualTo("fold");

        database.execute("INSERT INTO tagged VALUES (1, '[1, 2]', 1)");
        Target tagged = target("tagged", UNCHANGED);
        Value tags = new Value.Json("[1, 2]");
        assertThat(writing.write(tagged, UNCHANGED, row(0, "id", 1, "tags", tags, "n", 1)))
                .containsExactly(Done.UNCHANGED);
        assertThat(reason(writing.write(tagged, UNCHANGED, row(0, "id", 2, "tags", new Value.Json("[2]"), "n", 1))
                                .getFirst())
                        .constraint())
                .isEqualTo("tag");
    }

    @Test
    void lookalikeOfAnotherKeyIsNotTheRowMet() {
        database.execute("INSERT INTO defaulted VALUES (1, 0, 1), (1, 5, 2)");
        Reason reason = reason(writing.write(target("defaulted", UNCHANGED), UNCHANGED, row(0, "a", 1, "b", 2))
                .getFirst());
        assertThat(reason.message()).contains("it differs in b");
    }

    @Test
    void rowIsComparedWithTheOneThatATriggerMakesItMeet() {
        database.execute(
                "INSERT INTO shifted VALUES (1, 9)",
                "DELETE FROM shifted",
                "INSERT INTO shifted VALUES (1, 5), (-99, 5)");
        assertThat(database.queryColumn("SELECT k FROM shifted")).containsExactly(1, 101);
        Reason reason = reason(writing.write(target("shifted", UNCHANGED), UNCHANGED, row(0, "k", 1, "n", 5))
                .getFirst());
        assertThat(reason.message())
                .as("101 was met, though there is an equal row 1")
                .startsWith("the row with k 101 has this k already; it differs in k;");
    }

    @Test
    void rowWhoseTriggerMeetsADuplicateElsewhereIsNotUnchanged() {
        Target audited = target("audited", IGNORE, UNCHANGED, UPDATE);
        for (DuplicatePolicy policy : EnumSet.of(FAIL, IGNORE, UNCHANGED, UPDATE)) {
            database.execute("DELETE FROM audited", "DELETE FROM seen");
            Reason reason =
                    reason(writing.write(audited, policy, row(0, "id", 1, "what", "a"), row(1, "id", 2, "what", "a"))
                            .getLast());
            assertThat(reason.code()).as(policy.word()).isEqualTo(ReasonCode.TRIGGER);
            assertThat(reason.message()).contains("seen.PRIMARY");
            assertThat(database.count("audited")).isEqualTo(1);
        }
    }

    @Test
    void updateThatMeetsAnotherKeyLeavesNoTrace() {
        database.execute("INSERT INTO watched VALUES (1, 'a@x')", "DELETE FROM trail");
        Reason reason = reason(writing.write(target("watched", UPDATE), UPDATE, row(0, "id", 2, "email", "a@x"))
                .getFirst());
        assertThat(reason.code()).isEqualTo(ReasonCode.DUPLICATE_KEY);
        assertThat(reason.constraint()).isEqualTo("email");
        assertThat(reason.message())
                .isEqualTo(
                        "the row with id 1 has this email already, and this target updates by PRIMARY alone; it differs in id; change the key or leave the row out");
        assertThat(database.queryColumn("SELECT email FROM watched")).containsExactly("a@x");
        assertThat(database.count("trail")).as("triggers' work is undone").isZero();
    }

    @Test
    void updateThatWouldCollideWithAThirdRowNamesIt() {
        database.execute("INSERT INTO users VALUES (1, 'a@x', 'A', 1), (2, 'b@x', 'B', 2)");
        Reason reason = reason(writing.write(target("users", UPDATE), UPDATE, row(0, "id", 1, "email", "b@x"))
                .getFirst());
        assertThat(reason.constraint()).isEqualTo("email");
        assertThat(reason.message()).startsWith("the row with id 2 has this email already");
        assertThat(database.queryColumn("SELECT email FROM users ORDER BY id")).containsExactly("a@x", "b@x");
    }

    @Test
    void rowOfTheBatchThatWasUpdatedIsMetAsItIsNow() {
        database.execute("INSERT INTO users VALUES (1, 'a@x', 'A', 1)");
        Reason reason = reason(writing.write(
                        target("users", UPDATE),
                        UPDATE,
                        row(0, "id", 1, "email", "new@x"),
                        row(1, "id", 2, "email", "new@x"))
                .getLast());
        assertThat(reason.code()).isEqualTo(ReasonCode.DUPLICATE_IN_BATCH);
        assertThat(reason.message()).startsWith("row 0 of the same batch");
    }

    @Test
    void updateByADefaultedPartOfTheKey() {
        database.execute("INSERT INTO tenants VALUES (1, 7, 'old'), (2, 7, 'other')");
        Target tenants = target("tenants", UPDATE);
        assertThat(writing.write(
                        tenants,
                        UPDATE,
                        row(0, "id", 7, "name", "new"),
                        row(1, "id", 7, "name", "new"),
                        row(2, "id", 8, "name", "n")))
                .containsExactly(Done.UPDATED, Done.UNCHANGED, Done.INSERTED);
        assertThat(database.queryColumn("SELECT name FROM tenants ORDER BY id, tenant"))
                .containsExactly("new", "other", "n");
    }

    @Test
    void updateByAGeneratedKey() {
        database.execute("INSERT INTO halves (id, name) VALUES (2, 'old')");
        Target halves = Writing.target("halves", "by_half");
        assertThat(writing.write(halves, UPDATE, row(0, "id", 3, "name", "new"), row(1, "id", 4, "name", "four")))
                .containsExactly(Done.UPDATED, Done.INSERTED);
        assertThat(database.queryColumn("SELECT id FROM halves ORDER BY 1")).containsExactly(3, 4);
    }

    @Test
    void updateOfAKeyThatOthersReferToIsTheRowsFault() {
        database.execute("INSERT INTO chain VALUES (1, 'a', NULL), (2, 'b', 'a')");
        Reason reason = reason(writing.write(target("chain", UPDATE), UPDATE, row(0, "id", 1, "code", "z"))
                .getFirst());
        assertThat(reason.code()).isEqualTo(ReasonCode.DATABASE);
        assertThat(reason.actual()).isEqualTo("1451");
    }

    @Test
    void rowWithoutAnyColumnIsARowToo() {
        Target single = target("single", UPDATE, UNCHANGED);
        assertThat(writing.write(single, FAIL, row(0), row(1)).getFirst()).isEqualTo(Done.INSERTED);
        assertThat(writing.write(single, UNCHANGED, row(0))).containsExactly(Done.UNCHANGED);
        assertThat(writing.write(single, UPDATE, row(0))).containsExactly(Done.UNCHANGED);
        assertThat(reason(writing.write(single, FAIL, row(0)).getFirst()).message())
                .startsWith("the row with id 5");
    }

    @Test
    void namesMayHoldWhateverNamesMay() {
        Target odd = new Target(
                "odd",
                "odd `name.x",
                FAIL,
                EnumSet.allOf(DuplicatePolicy.class),
                "PRIMARY",
                false,
                Target.Triggers.DETECT,
                Target.Limits.DEFAULT,
                Map.of());
        assertThat(writing.write(odd, FAIL, row(0, "a`b", 1, "c 'd", 1))).containsExactly(Done.INSERTED);
        assertThat(writing.write(odd, UPDATE, row(0, "a`b", 1, "c 'd", 2))).containsExactly(Done.UPDATED);
        assertThat(writing.write(odd, IGNORE, row(0, "a`b", 1, "c 'd", 3))).containsExactly(Done.UNCHANGED);
        Reason reason = reason(
                writing.write(odd, UNCHANGED, row(0, "a`b", 3, "c 'd", 2)).getFirst());
        assertThat(reason.constraint()).isEqualTo("k.1");
        assertThat(reason.columns()).containsExactly("c 'd");
    }

    private static Target users() {
        return target("users", UPDATE);
    }

    private static Target target(String table, DuplicatePolicy... more) {
        EnumSet<DuplicatePolicy> allowed = EnumSet.of(FAIL, more);
        return Writing.target(table, "PRIMARY", allowed);
    }
}

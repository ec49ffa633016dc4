package io.rowcall.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowcall.batch.Target;
import io.rowcall.table.ColumnType.Kind;
import io.rowcall.table.ColumnType.Rounding;
import io.rowcall.testing.Account;
import io.rowcall.testing.Database;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(Lifecycle.PER_CLASS)
class TableReaderIT {

    private Database database;
    private TableReader reader;

    @BeforeAll
    void connect() {
        database = Database.create("table_reader");
        reader = TableReaders.of(database);
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void everyTypeIsRead() throws Exception {
        database.execute("""
                CREATE TABLE types (
                    t1 TINYINT, t2 TINYINT UNSIGNED, t3 BOOLEAN, s SMALLINT, m MEDIUMINT UNSIGNED, i INT ZEROFILL, b BIGINT,
                    d DECIMAL(7,2), du DECIMAL UNSIGNED, f FLOAT, f2 FLOAT(7,2), f3 FLOAT(30), r DOUBLE UNSIGNED,
                    bit1 BIT, bit64 BIT(64), y YEAR, dt DATE, tm TIME, tm3 TIME(3), dtm DATETIME(6), ts TIMESTAMP NULL,
                    c CHAR(0), v VARCHAR(5), tt TINYTEXT, tx TEXT, mt MEDIUMTEXT, lt LONGTEXT,
                    bi BINARY(3), vb VARBINARY(4), tb TINYBLOB, bl BLOB, mb MEDIUMBLOB, lb LONGBLOB,
                    e ENUM('a','it''s','back\\\\slash','new\\nline','(1,2)',''), st SET('x','y z'), j JSON,
                    g GEOMETRY SRID 4326, p POINT, ls LINESTRING, pg POLYGON, mp MULTIPOINT, ml MULTILINESTRING,
                    mg MULTIPOLYGON, gc GEOMETRYCOLLECTION)
                """);
        assertThat(shape("types").columns())
                .extracting(Column::type)
                .containsExactly(
                        new ColumnType.Whole(8, false, false),
                        new ColumnType.Whole(8, true, false),
                        new ColumnType.Whole(8, false, true),
                        new ColumnType.Whole(16, false, false),
                        new ColumnType.Whole(24, true, false),
                        new ColumnType.Whole(32, true, false),
                        new ColumnType.Whole(64, false, false),
                        new ColumnType.Decimal(7, 2, false),
                        new ColumnType.Decimal(10, 0, true),
                        new ColumnType.Floating(true, null, false),
                        new ColumnType.Floating(true, new Rounding(7, 2), false),
                        new ColumnType.Floating(false, null, false),
                        new ColumnType.Floating(false, null, true),
                        new ColumnType.Bit(1),
                        new ColumnType.Bit(64),
                        new ColumnType.Year(),
                        new ColumnType.Date(),
                        new ColumnType.Time(0),
                        new ColumnType.Time(3),
                        new ColumnType.DateTime(6),
                        new ColumnType.Timestamp(0),
                        new ColumnType.Char(0),
                        new ColumnType.VarChar(5),
                        new ColumnType.Text(255),
                        new ColumnType.Text(65_535),
                        new ColumnType.Text(16_777_215),
                        new ColumnType.Text(4_294_967_295L),
                        new ColumnType.Binary(3),
                        new ColumnType.VarBinary(4),
                        new ColumnType.Blob(255),
                        new ColumnType.Blob(65_535),
                        new ColumnType.Blob(16_777_215),
                        new ColumnType.Blob(4_294_967_295L),
                        new ColumnType.OneOf(List.of("a", "it's", "back\\slash", "new\nline", "(1,2)", "")),
                        new ColumnType.SomeOf(List.of("x", "y z")),
                        new ColumnType.Json(),
                        new ColumnType.Spatial(Kind.GEOMETRY, 4326L),
                        new ColumnType.Spatial(Kind.POINT, null),
                        new ColumnType.Spatial(Kind.LINESTRING, null),
                        new ColumnType.Spatial(Kind.POLYGON, null),
                        new ColumnType.Spatial(Kind.MULTIPOINT, null),
                        new ColumnType.Spatial(Kind.MULTILINESTRING, null),
                        new ColumnType.Spatial(Kind.MULTIPOLYGON, null),
                        new ColumnType.Spatial(Kind.GEOMETRYCOLLECTION, null));
    }

    @Test
    void columnsTellWhetherARowMayLeaveThemOut() throws Exception {
        database.execute("""
                CREATE TABLE defaults (
                    id INT AUTO_INCREMENT PRIMARY KEY, required INT NOT NULL, free INT, given INT NOT NULL DEFAULT 5,
                    computed INT AS (free + 1), saved INT AS (free + 1) STORED NOT NULL, expr INT NOT NULL DEFAULT (1 + 1),
                    choice ENUM('a', 'b') NOT NULL, choices SET('a', 'b') NOT NULL, hidden INT INVISIBLE)
                """);
        TableShape shape = shape("defaults");
        assertThat(shape.columns().stream().filter(column -> !column.hasDefault()))
                .extracting(Column::name)
                .containsExactly("required", "choices");
        assertThat(shape.columns().stream().filter(Column::generated))
                .extracting(Column::name)
                .containsExactly("computed", "saved");
        assertThat(shape.column("ID").orElseThrow().autoIncrement()).isTrue();
        assertThat(shape.column("Hidden").orElseThrow().invisible()).isTrue();
        assertThat(shape.column("required").orElseThrow().nullable()).isFalse();
        assertThat(shape.column("free").orElseThrow().nullable()).isTrue();
        assertThat(shape.column("nothing")).isEmpty();
    }

    @Test
    void uniqueKeysAreReadWithTheirParts() throws Exception {
        database.execute("""
                CREATE TABLE keyed (
                    b INT, a INT, name VARCHAR(50), tags JSON, twice INT AS (a * 2), PRIMARY KEY (b, a),
                    UNIQUE KEY prefix (name(3), a), UNIQUE KEY functional ((LOWER(name))), UNIQUE KEY computed (twice),
                    UNIQUE KEY many ((CAST(tags AS UNSIGNED ARRAY))), UNIQUE KEY unseen (a) INVISIBLE, KEY plain (a))
                """);
        TableShape shape = shape("keyed");
        assertThat(shape.uniqueKeys())
                .extracting(UniqueKey::name)
                .containsExactly("PRIMARY", "computed", "functional", "many", "prefix", "unseen");
        assertThat(shape.key("primary").orElseThrow())
                .isEqualTo(new UniqueKey("PRIMARY", true, List.of(whole("b"), whole("a"))));
        assertThat(shape.key("prefix").orElseThrow().parts())
                .containsExactly(new UniqueKey.Part("name", 3, null), whole("a"));
        assertThat(shape.key("functional").orElseThrow().parts())
                .containsExactly(new UniqueKey.Part(null, null, "lower(`name`)"));
        assertThat(shape.key("many").orElseThrow().parts().getFirst().expression())
                .contains("array");
        assertThat(shape.uniqueKeys().stream().filter(UniqueKey::plain))
                .extracting(UniqueKey::name)
                .containsExactly("PRIMARY", "computed", "unseen");
        assertThat(shape.key("unseen").orElseThrow().visible()).isFalse();
    }

    @Test
    void foreignKeysAreReadInTheOrderOfTheirColumns() throws Exception {
        database.execute("CREATE TABLE parents (x INT, y INT, PRIMARY KEY (x, y))", """
                CREATE TABLE children (
                    id INT PRIMARY KEY, x2 INT, y2 INT, boss INT,
                    CONSTRAINT family FOREIGN KEY (x2, y2) REFERENCES parents (x, y),
                    CONSTRAINT chain FOREIGN KEY (boss) REFERENCES children (id))
                """);
        assertThat(shape("children").foreignKeys())
                .containsExactly(
                        new ForeignKey("chain", List.of("boss"), database.name(), "children", List.of("id"), true),
                        new ForeignKey(
                                "family", List.of("x2", "y2"), database.name(), "parents", List.of("x", "y"), false));
    }

    @Test
    void enforcedChecksAreReadAsSqlThatCanRun() throws Exception {
        database.execute("""
                CREATE TABLE checked (
                    a INT, b VARCHAR(20), CONSTRAINT small CHECK (a < 10), CONSTRAINT idle CHECK (a > 5) NOT ENFORCED,
                    CONSTRAINT words CHECK (b <> 'it''s \\\\ so' AND b NOT LIKE 'a\\\\_%'))
                """, "INSERT INTO checked VALUES (1, 'it''s'), (2, NULL)");
        List<Check> checks = shape("checked").checks();
        assertThat(checks).extracting(Check::name).containsExactly("small", "words");
        for (Check check : checks) {
            assertThat(database.queryColumn("SELECT a FROM checked WHERE NOT " + check.clause()))
                    .isEmpty();
        }
        assertThat(database.queryValue(
                        "SELECT " + checks.getLast().clause() + " FROM (SELECT 'it''s \\\\ so' AS b) AS row_to_be"))
                .isEqualTo(0L);
    }

    @Test
    void triggersAreReadWithWhatFiresThem() throws Exception {
        database.execute(
                "CREATE TABLE triggered (a INT)",
                "CREATE TRIGGER fill BEFORE INSERT ON triggered FOR EACH ROW SET NEW.a = 1",
                "CREATE TABLE swept (a INT)",
                "CREATE TRIGGER sweep AFTER DELETE ON swept FOR EACH ROW SET @swept = OLD.a");
        Triggers triggered = shape("triggered").triggers();
        assertThat(triggered)
                .isEqualTo(new Triggers.Known(List.of(new Triggers.Trigger("fill", true, Triggers.Event.INSERT))));
        assertThat(triggered.mayRunBeforeInsert()).isTrue();
        assertThat(triggered.mayRunOnWrite()).isTrue();
        assertThat(shape("swept").triggers().mayRunOnWrite()).isFalse();
    }

    @Test
    void triggersThatMayNotBeSeenCountAsPresentUnlessDeclaredNone() throws Exception {
        database.execute("CREATE TABLE veiled (a INT)");
        Account account = database.account("veiled", "SELECT, INSERT ON veiled");
        TableReader veiled = TableReaders.as(account, database);

        Triggers detected = veiled.read(TableReaders.target("veiled")).triggers();
        assertThat(detected).isEqualTo(new Triggers.Hidden());
        assertThat(detected.mayRunBeforeInsert()).isTrue();

        Target declared = TableReaders.target("veiled", Target.Triggers.NONE, Map.of());
        assertThat(veiled.read(declared).triggers()).isEqualTo(new Triggers.Known(List.of()));

        database.grant(account, "TRIGGER ON veiled");
        assertThat(veiled.read(TableReaders.target("veiled")).triggers()).isEqualTo(new Triggers.Known(List.of()));
    }

    @Test
    void triggersDeclaredNoneButSeenAreThere() throws Exception {
        database.execute(
                "CREATE TABLE denied (a INT)",
                "CREATE TRIGGER there BEFORE INSERT ON denied FOR EACH ROW SET NEW.a = 1");
        Target declared = TableReaders.target("denied", Target.Triggers.NONE, Map.of());
        assertThat(reader.read(declared).triggers().mayRunBeforeInsert()).isTrue();
    }

    @Test
    void privilegesCoverEveryColumnOrCountAsMissing() throws Exception {
        database.execute("CREATE TABLE guarded (a INT, b INT)");
        Account account = database.account("guarded", "SELECT, INSERT, UPDATE (a) ON guarded");
        TableReader guarded = TableReaders.as(account, database);
        assertThat(guarded.read(TableReaders.target("guarded")).privileges())
                .isEqualTo(new Privileges(true, true, false));
        database.grant(account, "UPDATE ON guarded");
        assertThat(guarded.read(TableReaders.target("guarded")).privileges())
                .isEqualTo(new Privileges(true, true, true));
    }

    @Test
    void privilegesOfRolesCount() throws Exception {
        database.execute("CREATE TABLE shared (a INT)");
        Account account = database.account("member");
        Account role = database.account("role", "SELECT, INSERT, UPDATE, TRIGGER ON *");
        database.execute(
                "GRANT '%s'@'%%' TO '%s'@'%%'".formatted(role.username(), account.username()),
                "SET DEFAULT ROLE ALL TO '%s'@'%%'".formatted(account.username()));
        TableShape shape = TableReaders.as(account, database).read(TableReaders.target("shared"));
        assertThat(shape.privileges()).isEqualTo(new Privileges(true, true, true));
        assertThat(shape.triggers()).isEqualTo(new Triggers.Known(List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nowhere  |                                           | has no table nowhere",
                "a_view   | CREATE VIEW a_view AS SELECT 1 AS a       | Name the table behind it",
                "a_myisam | CREATE TABLE a_myisam (a INT) ENGINE=MyISAM | Convert it to InnoDB"
            })
    void tablesThatCannotBeTargetsAreRefusedWithTheCure(String table, @Nullable String ddl, String cure) {
        if (ddl != null) {
            database.execute(ddl);
        }
        assertThatThrownBy(() -> shape(table))
                .isInstanceOf(TableUnusableException.class)
                .hasMessageContaining(cure)
                .hasMessageContaining("Target target");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER TABLE changing ADD COLUMN b INT",
                "ALTER TABLE changing MODIFY a VARCHAR(20)",
                "ALTER TABLE changing ALTER a SET DEFAULT 'x'",
                "ALTER TABLE changing ADD COLUMN c INT NOT NULL, ALGORITHM=INSTANT",
                "CREATE TRIGGER changing BEFORE INSERT ON changing FOR EACH ROW SET NEW.a = 'y'",
                "DROP TABLE changing"
            })
    void stampChangesWithTheTable(String change) throws Exception {
        database.execute(
                "DROP TABLE IF EXISTS changing",
                "SET timestamp = UNIX_TIMESTAMP() - 10",
                "CREATE TABLE changing (a VARCHAR(10))");
        Target target = TableReaders.target("changing");
        TableShape shape = reader.read(target);
        assertThat(reader.stamp(target)).isEqualTo(shape.stamp());
        database.execute(change);
        assertThat(reader.stamp(target)).isNotEqualTo(shape.stamp());
    }

    @Test
    void stampOfATableChangedJustNowIsNeverTheSame() {
        database.execute("CREATE TABLE fresh (a INT)");
        Target target = TableReaders.target("fresh");
        assertThat(reader.stamp(target)).isNotEqualTo(reader.stamp(target));
    }

    @Test
    void readingTwiceGivesEqualShapes() throws Exception {
        database.execute(
                "SET timestamp = UNIX_TIMESTAMP() - 10",
                "CREATE TABLE same (id INT PRIMARY KEY, a VARCHAR(10), b ENUM('x') CHARACTER SET latin1)");
        assertThat(shape("same")).isEqualTo(shape("same"));
    }

    @Test
    void foreignKeysComeFirstWhereTheServerSaysSo() throws Exception {
        database.execute("CREATE TABLE plain (a INT)");
        boolean off = database.queryRows("SHOW VARIABLES LIKE 'innodb_native_foreign_keys'").stream()
                .anyMatch(row -> row.containsValue("OFF"));
        assertThat(shape("plain").foreignKeysFirst()).isEqualTo(off);
    }

    private TableShape shape(String table) throws TableUnusableException {
        return reader.read(TableReaders.target(table));
    }

    private static UniqueKey.Part whole(String column) {
        return new UniqueKey.Part(column, null, null);
    }
}

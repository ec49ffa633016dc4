package io.rowcall.faults;

import io.rowcall.testing.Database;
import io.rowcall.testing.WorkerBuilder;
import java.util.Locale;

/** The targets of the workload: tables alike, each with another answer to rows that are there already. */
enum Destination {
    /** Rows that are there already fail. */
    PEOPLE("fail"),
    /** They are left as they are. */
    TAGS("ignore"),
    /** They are left as they are if nothing differs, else they fail. */
    FACTS("unchanged"),
    /** They are changed; all batches change the same few, in different order, so that transactions meet. */
    STOCK("update"),
    /** There is no key at all: what is applied twice is there twice. */
    JOURNAL("fail");

    /** Rows with ids from -1 down to this are there from the start. */
    static final int SEEDED = 60;

    /** What {@code batch} says in the rows that were there from the start. */
    static final String SEED = "seed";

    /** Rows of {@code parents}, with ids from 1. */
    static final int PARENTS = 10;

    private final String policy;

    Destination(String policy) {
        this.policy = policy;
    }

    String target() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean keyed() {
        return this != JOURNAL;
    }

    void configure(WorkerBuilder worker) {
        worker.target(target(), "table: " + target(), "on-duplicate: " + policy);
    }

    static void createAll(Database database) {
        database.execute("CREATE TABLE parents (id INT PRIMARY KEY)");
        for (int i = 1; i <= PARENTS; i++) {
            database.execute("INSERT INTO parents VALUES (" + i + ")");
        }
        for (Destination destination : values()) {
            destination.create(database);
        }
    }

    private void create(Database database) {
        database.execute("""
                CREATE TABLE %s (
                    id     BIGINT NOT NULL,
                    batch  VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
                    n      INT NOT NULL,
                    name   VARCHAR(20) NOT NULL,
                    age    TINYINT UNSIGNED NOT NULL,
                    born   DATE NOT NULL,
                    kind   ENUM('red', 'green', 'blue') NOT NULL,
                    parent INT NOT NULL,
                    %s
                    CONSTRAINT %s_age CHECK (age < 150),
                    FOREIGN KEY (parent) REFERENCES parents (id)
                ) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4""".formatted(target(), keyed() ? "PRIMARY KEY (id)," : "", target()));
        for (int i = 1; keyed() && i <= SEEDED; i++) {
            Row row = Row.seeded(i);
            database.execute("INSERT INTO %s VALUES (%d, '%s', %d, '%s', %d, '%s', '%s', %d)"
                    .formatted(
                            target(),
                            row.id(),
                            row.batch(),
                            row.n(),
                            row.name(),
                            row.age(),
                            row.born(),
                            row.kind(),
                            row.parent()));
        }
    }
}

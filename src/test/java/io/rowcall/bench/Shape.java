package io.rowcall.bench;

import io.rowcall.testing.Database;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A kind of table that rows go into. All have an ascending {@code BIGINT} primary key as their first column and unique
 * texts in random order as their second. The same number, seed and random numbers make the same row.
 */
enum Shape {
    /** Three columns; the third is a note of 20 to 60 characters. */
    NARROW(List.of("note VARCHAR(100) NOT NULL")) {
        @Override
        void addRest(List<Object> row, SplittableRandom random) {
            row.add(text(random, 20, 60));
        }
    },
    /** Three columns; the third refers to one of {@value #PARENTS} rows of another table. */
    NARROW_CHILD(List.of("parent INT NOT NULL")) {
        @Override
        void addRest(List<Object> row, SplittableRandom random) {
            row.add((long) random.nextInt(1, PARENTS + 1));
        }
    },
    /** Forty columns of numbers, texts, decimals and days. */
    WIDE(wideColumns()) {
        @Override
        void addRest(List<Object> row, SplittableRandom random) {
            for (int i = 0; i < WIDE_ROUNDS; i++) {
                row.add((long) random.nextInt());
                row.add(text(random, 5, 40));
                row.add(BigDecimal.valueOf(random.nextLong(1_000_000_000L), 2));
                row.add(LocalDate.EPOCH.plusDays(random.nextInt(20_000)).toString());
            }
            row.add(text(random, 20, 60));
            row.add(text(random, 20, 60));
        }
    };

    /** Characters that the second column holds at most. */
    static final int EMAIL_LIMIT = 64;

    /** Parents have the ids 1 to this; no other row is there to be referred to. */
    static final int PARENTS = 1_000;

    private static final String PARENT_TABLE = "bench_parent";
    private static final int WIDE_ROUNDS = 9;
    private static final HexFormat HEX = HexFormat.of();

    private final List<String> rest;

    Shape(List<String> rest) {
        this.rest = rest;
    }

    /** The columns' names in order. */
    List<String> columns() {
        List<String> names = new ArrayList<>(List.of("id", "email"));
        rest.forEach(column -> names.add(column.substring(0, column.indexOf(' '))));
        return names;
    }

    /** The values of a row in the columns' order: Long, String or BigDecimal. */
    List<Object> row(long number, long seed, SplittableRandom random) {
        List<Object> row = new ArrayList<>(rest.size() + 2);
        row.add(number);
        row.add(HEX.toHexDigits(scattered(number + seed)) + "@example.com");
        addRest(row, random);
        return row;
    }

    /** Adds the values behind the first two. */
    abstract void addRest(List<Object> row, SplittableRandom random);

    /** An empty table, whatever was there before. */
    void makeTable(Database database, String table) {
        database.execute("DROP TABLE IF EXISTS " + table, """
                CREATE TABLE %s (
                    id BIGINT NOT NULL,
                    email VARCHAR(%d) NOT NULL,
                    %s,
                    PRIMARY KEY (id),
                    UNIQUE KEY %s_email (email)%s
                ) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4""".formatted(
                        table, EMAIL_LIMIT, String.join(", ", rest), table, reference()));
    }

    /** Makes what tables of any shape refer to. */
    static void makeParents(Database database) {
        database.execute(
                "CREATE TABLE " + PARENT_TABLE + " (id INT NOT NULL PRIMARY KEY) ENGINE = InnoDB",
                "INSERT INTO " + PARENT_TABLE
                        + IntStream.rangeClosed(1, PARENTS)
                                .mapToObj(id -> "(" + id + ")")
                                .collect(Collectors.joining(", ", " VALUES ", "")));
    }

    private String reference() {
        return this == NARROW_CHILD ? ", FOREIGN KEY (parent) REFERENCES " + PARENT_TABLE + " (id)" : "";
    }

    private static List<String> wideColumns() {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= WIDE_ROUNDS; i++) {
            columns.add("number_" + i + " INT NOT NULL");
            columns.add("text_" + i + " VARCHAR(50) NOT NULL");
            columns.add("amount_" + i + " DECIMAL(12, 2) NOT NULL");
            columns.add("day_" + i + " DATE NOT NULL");
        }
        columns.add("note VARCHAR(100) NOT NULL");
        columns.add("remark VARCHAR(100) NOT NULL");
        return columns;
    }

    private static String text(SplittableRandom random, int shortest, int longest) {
        char[] text = new char[random.nextInt(shortest, longest + 1)];
        for (int i = 0; i < text.length; i++) {
            text[i] = random.nextInt(6) == 0 ? ' ' : (char) random.nextInt('a', 'z' + 1);
        }
        text[text.length - 1] = '.';
        return new String(text);
    }

    /** Another number for each number, far from its neighbours' (the last step of SplitMix64, which can be undone). */
    private static long scattered(long number) {
        long mixed = number * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}

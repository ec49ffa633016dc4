package io.rowcall.write;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A random table with its parent, the table that its triggers write, and a twin without keys that any row fits in.
 *
 * @param columns those that rows may give, the AUTO_INCREMENT one not among them
 * @param auto whether it has a column {@code id} that counts by itself
 * @param updateKey a key that the policy {@code update} can go by, if there is one
 */
record RandomTable(
        String name,
        List<RandomColumn> columns,
        boolean auto,
        @Nullable String updateKey,
        List<String> statements) {

    /** Numbers that rows give stay below, so those that the server gives can be told. */
    private static final int FIRST_AUTO = 1_000;

    static RandomTable of(String name, Random random) {
        return new Maker(name, random).make();
    }

    /** Everything in the table, a text for each row; numbers that the server gave are left out. */
    String dump() {
        String id = auto ? "IF(t.id < %d, t.id, '#'), ".formatted(FIRST_AUTO) : "";
        return "SELECT CONCAT_WS('|', %s%s) FROM %s t ORDER BY 1".formatted(id, bytes(columns, "t"), name);
    }

    /** All columns that rows may give. */
    List<RandomColumn> given() {
        List<RandomColumn> all = new ArrayList<>(columns);
        if (auto) {
            all.addFirst(RandomColumn.ID);
        }
        return all;
    }

    /** Expressions that tell what a row holds in the columns. */
    static String bytes(List<RandomColumn> columns, String of) {
        return String.join(
                ", ", columns.stream().map(column -> column.bytes(of)).toList());
    }

    String audit() {
        return name + "_audit";
    }

    String twin() {
        return name + "_twin";
    }

    @Override
    public String toString() {
        return String.join(";\n", statements) + ";\nupdate key " + updateKey;
    }

    private static final class Maker {

        private final String name;
        private final Random random;
        private final List<RandomColumn> columns = new ArrayList<>();
        private final List<String> computed = new ArrayList<>();
        private final List<String> constraints = new ArrayList<>();
        private final List<String> updateKeys = new ArrayList<>();
        private boolean auto;

        Maker(String name, Random random) {
            this.name = name;
            this.random = random;
        }

        RandomTable make() {
            columns.add(RandomColumn.i(random.nextBoolean()));
            int more = 1 + random.nextInt(4);
            for (int c = 0; c < more; c++) {
                columns.add(RandomColumn.any("c" + c, random));
            }
            primaryKey();
            for (int k = random.nextInt(4); k > 0; k--) {
                uniqueKey("k" + k);
            }
            references();
            check();
            List<String> statements = new ArrayList<>();
            statements.add(create());
            String loose = String.join(
                    ", ", columns.stream().map(RandomColumn::looseDdl).toList());
            statements.add("CREATE TABLE %s_twin (id INT, %s)".formatted(name, loose));
            statements.add("CREATE TABLE %s_audit (what VARCHAR(20)%s)"
                    .formatted(name, random.nextInt(8) == 0 ? ", UNIQUE KEY once (what)" : ""));
            triggers(statements);
            Collections.shuffle(updateKeys, random);
            return new RandomTable(
                    name, List.copyOf(columns), auto, updateKeys.isEmpty() ? null : updateKeys.getFirst(), statements);
        }

        private String create() {
            List<String> lines = new ArrayList<>();
            if (auto) {
                lines.add("id INT AUTO_INCREMENT PRIMARY KEY");
            }
            columns.forEach(column -> lines.add(column.ddl()));
            lines.addAll(computed);
            lines.addAll(constraints);
            return "CREATE TABLE %s (\n  %s\n) AUTO_INCREMENT = %d"
                    .formatted(name, String.join(",\n  ", lines), FIRST_AUTO);
        }

        private void primaryKey() {
            switch (random.nextInt(4)) {
                case 0 -> auto = true;
                case 1 -> {} // a table without one
                default -> key("PRIMARY", "PRIMARY KEY", random.nextInt(3) == 0 ? 2 : 1, true);
            }
        }

        private void uniqueKey(String key) {
            switch (random.nextInt(8)) {
                case 0 -> prefix(key);
                case 1 -> functional(key);
                case 2 -> {
                    computed.add(
                            "%s_g INT AS (i MOD 2) %s".formatted(key, random.nextBoolean() ? "STORED" : "VIRTUAL"));
                    constraints.add("UNIQUE KEY %s (%s_g, %s)".formatted(key, key, any().name()));
                }
                case 3 -> multiValued(key);
                default -> key(key, "UNIQUE KEY " + key, 1 + random.nextInt(2), false);
            }
        }

        private void key(String key, String head, int parts, boolean notNull) {
            List<Integer> places = new ArrayList<>();
            for (int c = 0; c < columns.size(); c++) {
                if (columns.get(c).keyable()) {
                    places.add(c);
                }
            }
            Collections.shuffle(places, random);
            places = places.subList(0, Math.min(parts, places.size()));
            if (notNull || random.nextInt(3) == 0) {
                places.forEach(c -> columns.set(c, columns.get(c).notNull()));
            }
            if (places.stream().noneMatch(c -> columns.get(c).nullable())) {
                updateKeys.add(key);
            }
            List<String> names = places.stream().map(c -> columns.get(c).name()).toList();
            constraints.add("%s (%s)".formatted(head, String.join(", ", names)));
        }

        private void prefix(String key) {
            columns.stream()
                    .filter(RandomColumn::prefixable)
                    .findAny()
                    .ifPresent(column -> constraints.add("UNIQUE KEY %s (%s(%d)%s)"
                            .formatted(key, column.name(), 1 + random.nextInt(2), random.nextBoolean() ? ", i" : "")));
        }

        private void functional(String key) {
            RandomColumn column = any();
            constraints.add(
                    column.type().contains("CHAR")
                            ? "UNIQUE KEY %s ((LOWER(%s)))".formatted(key, column.name())
                            : "UNIQUE KEY %s ((i MOD 3), %s)".formatted(key, column.name()));
        }

        private void multiValued(String key) {
            if (columns.stream().noneMatch(column -> column.type().equals("JSON"))) {
                columns.add(RandomColumn.json("list"));
            }
            RandomColumn json = columns.stream()
                    .filter(column -> column.type().equals("JSON"))
                    .findFirst()
                    .orElseThrow();
            constraints.add("UNIQUE KEY %s ((CAST(%s AS UNSIGNED ARRAY)))".formatted(key, json.name()));
        }

        private RandomColumn any() {
            List<RandomColumn> keyable =
                    columns.stream().filter(RandomColumn::keyable).toList();
            return keyable.get(random.nextInt(keyable.size()));
        }

        private void references() {
            if (random.nextInt(3) == 0) {
                columns.add(RandomColumn.reference("parent_id"));
                constraints.add("CONSTRAINT %s_family FOREIGN KEY (parent_id) REFERENCES parent (id)".formatted(name));
            }
            boolean referable = constraints.stream()
                    .anyMatch(c -> c.equals("PRIMARY KEY (i)") || c.matches("UNIQUE KEY \\w+ \\(i\\)"));
            if (referable && random.nextInt(2) == 0) {
                columns.add(RandomColumn.reference("boss"));
                constraints.add("CONSTRAINT %s_chain FOREIGN KEY (boss) REFERENCES %s (i)".formatted(name, name));
            }
        }

        private void check() {
            if (random.nextInt(4) == 0) {
                constraints.add("CONSTRAINT %s_small CHECK (i < 3)".formatted(name));
            }
        }

        private void triggers(List<String> statements) {
            String text = columns.stream()
                    .filter(column -> column.type().contains("CHAR("))
                    .map(RandomColumn::name)
                    .findFirst()
                    .orElse(null);
            String keyChange = text == null || random.nextBoolean()
                    ? "NEW.i = NEW.i MOD 3"
                    : "NEW.%s = LEFT(LOWER(NEW.%s), 1)".formatted(text, text);
            trigger(statements, "BEFORE INSERT", "SET " + keyChange, 6);
            trigger(statements, "BEFORE INSERT", "SET NEW.i = COALESCE(NEW.i, 2)", 8);
            trigger(statements, "BEFORE INSERT", "IF NEW.i = 3 THEN %s; END IF".formatted(signal()), 8);
            trigger(
                    statements,
                    "AFTER INSERT",
                    "INSERT INTO %s_audit VALUES (CONCAT('in ', COALESCE(NEW.i, '-')))".formatted(name),
                    6);
            trigger(statements, "AFTER INSERT", "IF NEW.i = 2 THEN %s; END IF".formatted(signal()), 10);
            trigger(statements, "BEFORE UPDATE", "INSERT INTO %s_audit VALUES ('update')".formatted(name), 8);
            trigger(statements, "BEFORE UPDATE", "SET NEW.i = OLD.i", 12);
        }

        private String signal() {
            return "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not that at row 2'"
                    + (random.nextInt(3) == 0 ? ", MYSQL_ERRNO = 5555" : "");
        }

        private void trigger(List<String> statements, String event, String body, int oneOf) {
            if (random.nextInt(oneOf) == 0) {
                statements.add("CREATE TRIGGER %s_%d %s ON %s FOR EACH ROW BEGIN %s; END"
                        .formatted(name, statements.size(), event, name, body));
            }
        }
    }
}

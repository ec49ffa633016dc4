package io.rowcall.preflight;

import io.rowcall.table.CharacterSet;
import io.rowcall.table.Collation;
import io.rowcall.table.Column;
import io.rowcall.table.ColumnType;
import io.rowcall.table.Members;
import io.rowcall.table.Privileges;
import io.rowcall.table.TableShape;
import io.rowcall.table.Triggers;
import java.util.List;

/** Columns and tables without a server. */
final class Columns {

    private Columns() {}

    /** Nullable, with everything else at its plainest. */
    static Column of(String name, ColumnType type) {
        return new Column(name, 1, type, true, true, false, false, false, new WithoutCase(CharacterSet.utf8mb4()));
    }

    static TableShape table(Column... columns) {
        return table(new Triggers.Known(List.of()), columns);
    }

    static TableShape table(Triggers triggers, Column... columns) {
        return new TableShape(
                "shop",
                "users",
                List.of(columns),
                List.of(),
                List.of(),
                List.of(),
                triggers,
                new Privileges(true, true, true),
                false,
                false,
                "");
    }

    /** Stands for a collation to which only case makes no difference. */
    record WithoutCase(CharacterSet characterSet) implements Collation {
        @Override
        public String name() {
            return "without_case";
        }

        @Override
        public Members members(List<String> members) {
            return text -> members.stream()
                    .filter(member -> member.equalsIgnoreCase(text))
                    .findFirst();
        }
    }

    /** ISO 8859-1, for texts that a character set can't hold. */
    record Latin1(String name) implements CharacterSet {
        @Override
        public int bytes(int codePoint) {
            return codePoint < 0x100 ? 1 : 0;
        }
    }
}

package io.rowcall.preflight;

import io.rowcall.table.Collation;
import io.rowcall.table.Column;
import io.rowcall.table.ColumnType;
import java.util.Objects;

/** The check for each type of column. */
final class Checks {

    private Checks() {}

    static ValueCheck of(Column column) {
        return switch (column.type()) {
            case ColumnType.Whole type -> new WholeCheck(type);
            case ColumnType.Decimal type -> new DecimalCheck(type);
            case ColumnType.Floating type -> new FloatingCheck(type);
            case ColumnType.Bit type -> new BitCheck(type.bits());
            case ColumnType.Year unused -> new YearCheck();
            case ColumnType.Date unused -> new DateCheck();
            case ColumnType.Time type -> new TimeCheck(type.fraction());
            case ColumnType.DateTime type -> new DateTimeCheck(type.fraction(), false);
            case ColumnType.Timestamp type -> new DateTimeCheck(type.fraction(), true);
            case ColumnType.Char type -> new TextCheck(text(column).characterSet(), type.length(), false, true);
            case ColumnType.VarChar type -> new TextCheck(text(column).characterSet(), type.length(), false, false);
            case ColumnType.Text type -> new TextCheck(text(column).characterSet(), type.bytes(), true, false);
            case ColumnType.Binary type -> new BytesCheck(type.length(), true);
            case ColumnType.VarBinary type -> new BytesCheck(type.length(), false);
            case ColumnType.Blob type -> new BytesCheck(type.bytes(), false);
            case ColumnType.OneOf type ->
                new MemberCheck(type.members(), text(column).members(type.members()));
            case ColumnType.SomeOf type ->
                new MembersCheck(type.members(), text(column).members(type.members()));
            case ColumnType.Json unused -> new JsonCheck();
            case ColumnType.Spatial type -> new SpatialCheck(type);
            case ColumnType.Vector type -> new VectorCheck(type.dimensions());
        };
    }

    private static Collation text(Column column) {
        return Objects.requireNonNull(column.text(), () -> column.name() + " has no collation");
    }
}

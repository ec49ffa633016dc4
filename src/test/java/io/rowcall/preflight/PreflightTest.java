package io.rowcall.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Reason;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import io.rowcall.batch.Target.ValueDisplay;
import io.rowcall.batch.Value;
import io.rowcall.table.Column;
import io.rowcall.table.ColumnType;
import io.rowcall.table.Triggers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreflightTest {

    private static final ColumnType INT = new ColumnType.Whole(32, false, false);

    private static final Column ID = column("id", 1, INT, false, true, true, false);
    private static final Column NAME = column("Name", 2, new ColumnType.VarChar(5), false, false, false, false);
    private static final Column AGE = column("age", 3, new ColumnType.Whole(8, true, false), true, true, false, false);
    private static final Column TWICE = column("twice", 4, INT, true, true, false, true);

    private final Preflight preflight = preflight(target(false, Map.of()), new Triggers.Known(List.of()));

    @Test
    void valuesGoToTheColumnsOfTheirNamesInTheTablesOrder() {
        BoundRow row = passed(preflight.check(row(7, List.of("AGE", "name"), number("30"), text("Ada"))));
        assertThat(row.index()).isEqualTo(7);
        assertThat(row.columns()).containsExactly(NAME, AGE);
        assertThat(row.values()).containsExactly(new Bound.Text("Ada"), new Bound.Text("30"));
    }

    @Test
    void rowsOfTheSameColumnsShareOneListInWhateverOrderTheyCome() {
        BoundRow first = passed(preflight.check(row(0, List.of("name", "age"), text("Ada"), number("30"))));
        BoundRow second = passed(preflight.check(row(1, List.of("age", "NAME"), number("30"), text("Ada"))));
        assertThat(second.columns()).isSameAs(first.columns());
    }

    @Test
    void allReasonsOfARowAreGivenAtOnce() {
        List<Reason> reasons = rejected(preflight.check(
                row(0, List.of("nmae", "age", "twice", "AGE"), text("Ada"), number("300"), number("2"), number("3"))));
        assertThat(reasons)
                .extracting(Reason::code)
                .containsExactly(
                        ReasonCode.UNKNOWN_COLUMN,
                        ReasonCode.GENERATED_COLUMN,
                        ReasonCode.BAD_ROW,
                        ReasonCode.NO_DEFAULT,
                        ReasonCode.OUT_OF_RANGE);
        assertThat(reasons)
                .extracting(Reason::message)
                .containsExactly(
                        "nmae is no column of the table users. Correct the name, leave it out, or set unknown-columns to ignore.",
                        "twice is computed by the table and takes no value. Leave it out.",
                        "age is given twice, as age and as AGE, which are one name. Send one of them.",
                        "Name is missing, and the table has no default for it. Send a value.",
                        "age takes whole numbers from 0 to 255, not 300. Send a number in this range, or widen the column.");
        assertThat(reasons.getLast().limit()).isEqualTo("0 to 255");
        assertThat(reasons.getLast().actual()).isEqualTo("300");
        assertThat(reasons.getLast().columns()).containsExactly("age");
    }

    @Test
    void tooLongTextNamesTheLimitAndWhatWasFound() {
        Reason reason = rejected(preflight.check(row(0, List.of("name"), text("x".repeat(80)))))
                .getFirst();
        assertThat(reason)
                .isEqualTo(new Reason(
                        ReasonCode.TOO_LONG,
                        List.of("Name"),
                        null,
                        "5",
                        "80",
                        "Name holds 80 characters; the limit is 5. Shorten it, or widen the column."));
    }

    @Test
    void unknownColumnsAreDroppedWhereTheTargetSaysSo() {
        Preflight lenient = preflight(target(true, Map.of()), new Triggers.Known(List.of()));
        BoundRow row = passed(lenient.check(row(0, List.of("shoe size", "name"), number("43"), text("Ada"))));
        assertThat(row.columns()).containsExactly(NAME);
        assertThat(row.values()).containsExactly(new Bound.Text("Ada"));
    }

    @Test
    void nullGeneratesAnAutoIncrementAndIsAFaultWhereNoneIsTaken() {
        assertThat(passed(preflight.check(row(0, List.of("id", "name", "age"), NULL, text("Ada"), NULL)))
                        .values())
                .containsExactly(Bound.Null.NULL, new Bound.Text("Ada"), Bound.Null.NULL);
        assertThat(rejected(preflight.check(row(0, List.of("name"), NULL))))
                .containsExactly(Reason.ofColumn(ReasonCode.NOT_NULL, "Name", "Name takes no null. Send a value."));
    }

    @Test
    void whatATriggerMayFillIsLeftToTheServer() {
        Triggers.Trigger fill = new Triggers.Trigger("fill", true, Triggers.Event.INSERT);
        for (Triggers triggers : List.of(new Triggers.Hidden(), new Triggers.Known(List.of(fill)))) {
            Preflight trusting = preflight(target(false, Map.of()), triggers);
            assertThat(passed(trusting.check(row(0, List.of("name"), NULL))).values())
                    .containsExactly(Bound.Null.NULL);
            assertThat(passed(trusting.check(row(0, List.of("age"), number("1"))))
                            .values())
                    .containsExactly(new Bound.Text("1"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ValueDisplay.class,
            names = {"MASK", "DROP"})
    void valuesThatMayNotBeShownAreNotShown(ValueDisplay display) {
        Preflight discreet =
                preflight(target(false, Map.of("name", display, "age", display)), new Triggers.Known(List.of()));
        List<Reason> reasons =
                rejected(discreet.check(row(0, List.of("name", "age"), text("secret"), text("classified"))));
        assertThat(reasons.toString()).doesNotContain("secret", "classified");
        assertThat(reasons)
                .extracting(Reason::message)
                .containsExactly(
                        "Name holds 6 characters; the limit is 5. Shorten it, or widen the column.",
                        "age takes whole numbers from 0 to 255. Send it in this form.");
        assertThat(reasons).extracting(Reason::actual).containsExactly("6", null);
    }

    @Test
    void dataInMessagesIsShortAndPrintable() {
        String message = rejected(preflight.check(
                        row(0, List.of("name", "age"), text("Ada"), text("1\n2\u202E\u0000" + "x".repeat(10_000)))))
                .getFirst()
                .message();
        assertThat(message).contains("'1\\u000A2\\u202E\\u0000xxx").hasSizeLessThan(250);
    }

    @Test
    void atMostTwentyReasonsAreNamedAndTheRestIsCounted() {
        List<String> names =
                new ArrayList<>(IntStream.range(0, 200).mapToObj(i -> "x" + i).toList());
        names.add("name");
        names.add("age");
        List<Value> values = new ArrayList<>(Collections.nCopies(201, text("Ada")));
        values.add(number("-1"));
        List<Reason> reasons = rejected(preflight.check(new Row.Shaped(0, null, names, values)));
        assertThat(reasons).hasSize(Reason.MAX_PER_ROW);
        assertThat(reasons.getLast().message()).startsWith("x19 is no column").endsWith(" And 181 more reasons.");
    }

    private static final Value NULL = Value.Null.NULL;

    private static Preflight preflight(Target target, Triggers triggers) {
        return new Preflight(target, Columns.table(triggers, ID, NAME, AGE, TWICE));
    }

    private static Target target(boolean ignoreUnknown, Map<String, ValueDisplay> values) {
        return new Target(
                "users",
                "users",
                DuplicatePolicy.FAIL,
                Set.of(DuplicatePolicy.FAIL),
                "PRIMARY",
                ignoreUnknown,
                Target.Triggers.DETECT,
                Target.Limits.DEFAULT,
                values);
    }

    private static Column column(
            String name,
            int ordinal,
            ColumnType type,
            boolean nullable,
            boolean hasDefault,
            boolean autoIncrement,
            boolean generated) {
        return new Column(
                name,
                ordinal,
                type,
                nullable,
                hasDefault,
                autoIncrement,
                generated,
                false,
                Columns.of(name, type).text());
    }

    private static Row.Shaped row(int index, List<String> columns, Value... values) {
        return new Row.Shaped(index, null, columns, List.of(values));
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }

    private static Value number(String literal) {
        return new Value.Num(literal);
    }

    private static BoundRow passed(Checked checked) {
        assertThat(checked).isInstanceOf(Checked.Passed.class);
        return ((Checked.Passed) checked).row();
    }

    private static List<Reason> rejected(Checked checked) {
        assertThat(checked).isInstanceOf(Checked.Rejected.class);
        return ((Checked.Rejected) checked).reasons();
    }
}

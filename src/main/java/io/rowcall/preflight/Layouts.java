package io.rowcall.preflight;

import io.rowcall.batch.Reason;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Target;
import io.rowcall.batch.Target.ValueDisplay;
import io.rowcall.preflight.Layout.Place;
import io.rowcall.table.Column;
import io.rowcall.table.TableShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes layouts from the names that rows give their columns. */
final class Layouts {

    private final Target target;
    private final TableShape shape;
    private final Map<String, Column> byName;
    private final boolean filledByTriggers;
    private final Map<String, ValueCheck> checks = new HashMap<>();

    Layouts(Target target, TableShape shape) {
        this.target = target;
        this.shape = shape;
        this.byName = shape.byName();
        this.filledByTriggers = shape.triggers().mayRunBeforeInsert();
    }

    Layout of(List<String> names) {
        List<Reason> reasons = new ArrayList<>();
        Map<Column, Integer> given = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            Column column = byName.get(names.get(i).toLowerCase(Locale.ROOT));
            if (column == null) {
                if (!target.ignoreUnknownColumns()) {
                    reasons.add(unknown(names.get(i)));
                }
            } else if (given.putIfAbsent(column, i) != null) {
                reasons.add(doubled(column, names.get(given.get(column)), names.get(i)));
            } else if (column.generated()) {
                reasons.add(generated(column));
            }
        }
        missing(given, reasons);
        List<Place> places = given.entrySet().stream()
                .filter(entry -> !entry.getKey().generated())
                .map(entry -> place(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(place -> place.column().ordinal()))
                .toList();
        return new Layout(
                List.copyOf(reasons), places.stream().map(Place::column).toList(), places);
    }

    private Place place(Column column, int index) {
        return new Place(
                index,
                column,
                checks.computeIfAbsent(column.name(), name -> Checks.of(column)),
                column.nullable() || column.autoIncrement() || filledByTriggers,
                target.displayOf(column.name()) == ValueDisplay.SHOW);
    }

    private void missing(Map<Column, Integer> given, List<Reason> reasons) {
        for (Column column : shape.columns()) {
            if (!column.hasDefault() && !filledByTriggers && !given.containsKey(column)) {
                reasons.add(Reason.ofColumn(
                        ReasonCode.NO_DEFAULT,
                        column.name(),
                        column.name() + " is missing, and the table has no default for it. Send a value."));
            }
        }
    }

    private Reason unknown(String name) {
        String excerpt = Excerpt.of(name);
        return Reason.ofColumn(
                ReasonCode.UNKNOWN_COLUMN,
                excerpt,
                "%s is no column of the table %s. Correct the name, leave it out, or set unknown-columns to ignore."
                        .formatted(excerpt, shape.name()));
    }

    private static Reason doubled(Column column, String first, String second) {
        return Reason.ofColumn(
                ReasonCode.BAD_ROW,
                column.name(),
                "%s is given twice, as %s and as %s, which are one name. Send one of them."
                        .formatted(column.name(), Excerpt.of(first), Excerpt.of(second)));
    }

    private static Reason generated(Column column) {
        return Reason.ofColumn(
                ReasonCode.GENERATED_COLUMN,
                column.name(),
                column.name() + " is computed by the table and takes no value. Leave it out.");
    }
}

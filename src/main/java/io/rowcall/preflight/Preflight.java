package io.rowcall.preflight;

import io.rowcall.batch.Reason;
import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import io.rowcall.batch.Value;
import io.rowcall.preflight.Layout.Place;
import io.rowcall.table.Column;
import io.rowcall.table.TableShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges rows by themselves, before the database sees them. A row is rejected if, and only if, the server would refuse
 * one of its values or would give back another value than the one sent; equality is that of the wire contract, type by
 * type. Keys, foreign keys and CHECKs are left to the server. Serves one thread.
 */
public final class Preflight {

    /** So many shapes are remembered; producers have a few. */
    private static final int SHAPES = 1_000;

    private final Layouts layouts;
    private final Map<List<String>, Layout> known = new HashMap<>();
    private final Map<List<Column>, List<Column>> columnLists = new HashMap<>();
    private @Nullable List<String> lastNames;
    private @Nullable Layout lastLayout;

    public Preflight(Target target, TableShape shape) {
        this.layouts = new Layouts(target, shape);
    }

    /** Blocks only where a spelling of an ENUM or SET member has to be compared by the server. */
    public Checked check(Row.Shaped row) {
        Layout layout = layoutOf(row.columns());
        List<Place> places = layout.places();
        Bound[] bound = new Bound[places.size()];
        List<Reason> reasons = new ArrayList<>(layout.reasons());
        for (int i = 0; i < bound.length; i++) {
            Place place = places.get(i);
            switch (judge(place, row.values().get(place.index()))) {
                case Bound value -> bound[i] = value;
                case Fault fault -> reasons.add(fault.about(place.column().name(), place.shown()));
            }
        }
        return reasons.isEmpty()
                ? new Checked.Passed(new BoundRow(row.index(), layout.columns(), Arrays.asList(bound)))
                : new Checked.Rejected(atMost(Reason.MAX_PER_ROW, reasons));
    }

    private static Judgement judge(Place place, Value value) {
        if (value != Value.Null.NULL) {
            return place.check().check(value);
        }
        return place.takesNull() ? Bound.Null.NULL : Fault.plain(ReasonCode.NOT_NULL, "takes no null", "Send a value.");
    }

    @SuppressWarnings("ReferenceEquality") // rows of one shape share one list; other lists are compared in the map
    private Layout layoutOf(List<String> names) {
        Layout layout = lastLayout;
        if (layout == null || lastNames != names) {
            if (known.size() >= SHAPES) {
                known.clear();
                columnLists.clear();
            }
            layout = known.computeIfAbsent(names, this::newLayout);
            lastNames = names;
            lastLayout = layout;
        }
        return layout;
    }

    /** Rows that give the same columns in another order have one list of columns, so that they make one statement. */
    private Layout newLayout(List<String> names) {
        Layout layout = layouts.of(names);
        List<Column> columns = columnLists.computeIfAbsent(layout.columns(), list -> list);
        return new Layout(layout.reasons(), columns, layout.places());
    }

    /** The first reasons, of which the last says how many more there are. */
    private static List<Reason> atMost(int limit, List<Reason> reasons) {
        if (reasons.size() <= limit) {
            return List.copyOf(reasons);
        }
        List<Reason> first = new ArrayList<>(reasons.subList(0, limit));
        Reason last = first.removeLast();
        first.add(new Reason(
                last.code(),
                last.columns(),
                last.constraint(),
                last.limit(),
                last.actual(),
                "%s And %d more reasons.".formatted(last.message(), reasons.size() - limit)));
        return List.copyOf(first);
    }
}

package io.rowcall.cli;

import io.rowcall.batch.Counts;
import io.rowcall.cli.ResultDocument.Fault;
import io.rowcall.cli.Totals.Group;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** Prints what results say, for a person. */
public final class TextReport {

    private static final int MOST_REFUSALS = 10;
    private static final int WIDEST_PLACE = 60;

    private final PrintWriter out;

    public TextReport(PrintWriter out) {
        this.out = out;
    }

    /** Counts, reasons, first failed rows, refusals: whatever there is of them. */
    public void print(Totals totals) {
        counts(totals.counts());
        if (!totals.reasons().isEmpty()) {
            reasons(totals.reasons());
            failures(totals.firstFailures());
        }
        refusals(totals.refused());
    }

    private void counts(Counts counts) {
        out.println();
        out.printf("  %-10s %,10d%n", "inserted", counts.inserted());
        out.printf("  %-10s %,10d%n", "updated", counts.updated());
        out.printf("  %-10s %,10d%n", "unchanged", counts.unchanged());
        out.printf("  %-10s %,10d%n", "failed", counts.failed());
        out.printf("  %-10s %,10d%n", "rows", counts.rows());
    }

    private void reasons(Map<Group, Integer> reasons) {
        int all = reasons.values().stream().mapToInt(Integer::intValue).sum();
        int width = reasons.keySet().stream()
                .mapToInt(group -> place(group).length())
                .max()
                .orElse(0);
        String line = "  %-20s %-" + Math.max(1, Math.min(width, WIDEST_PLACE)) + "s %,8d%n";
        out.printf("%nwhy rows failed, %,d reasons by code and column:%n", all);
        reasons.forEach((group, count) -> out.printf(line, Plain.text(group.code()), place(group), count));
    }

    private static String place(Group group) {
        String columns = String.join(", ", group.columns());
        return Plain.text(group.constraint() == null ? columns : columns + " (" + group.constraint() + ")");
    }

    private void failures(Map<Long, List<Fault>> failures) {
        out.printf("%nthe first failed rows, counted from 1:%n");
        failures.forEach((row, faults) -> {
            for (int i = 0; i < faults.size(); i++) {
                String at = i == 0 ? "row %,d".formatted(row + 1) : "";
                Fault fault = faults.get(i);
                out.printf("  %-11s %-20s %s%n", at, Plain.text(fault.code()), Plain.text(fault.message()));
            }
        });
    }

    private void refusals(List<Totals.Refused> refused) {
        if (refused.isEmpty()) {
            return;
        }
        out.printf("%nrefused, so that none of their rows went in: %,d batches%n", refused.size());
        refused.stream()
                .limit(MOST_REFUSALS)
                .forEach(each -> out.printf(
                        "  %s  %s  %s%n",
                        Plain.text(each.batchId()), Plain.text(each.code()), Plain.text(each.message())));
    }
}

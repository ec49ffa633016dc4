package io.rowcall.cli;

import io.rowcall.publish.BatchSplitter;
import io.rowcall.publish.PublishOutcome;
import java.io.PrintWriter;

/**
 * What became of an import that was published.
 *
 * @param totals what the results said; nothing where they were not waited for
 * @param answered how many parts were answered
 * @param followed whether results were waited for
 * @param inTime whether all of them came
 */
record ImportOutcome(
        BatchSplitter splitter, PublishTally tally, Totals totals, int answered, boolean followed, boolean inTime) {

    ExitCode code() {
        if (tally.problem().isPresent()) {
            boolean returned = tally.problem().get() instanceof PublishOutcome.Returned;
            return returned ? ExitCode.REFUSED : ExitCode.UNREACHABLE;
        }
        if (!totals.refused().isEmpty()) {
            return ExitCode.REFUSED;
        }
        if (!inTime) {
            return ExitCode.TIMED_OUT;
        }
        return totals.counts().failed() > 0 ? ExitCode.ROWS_FAILED : ExitCode.OK;
    }

    /** For a person: data on {@code out}, what went wrong on {@code err}. */
    void print(PrintWriter out, PrintWriter err) {
        out.printf("import  %s%n", Plain.text(splitter.importId()));
        out.printf("target  %s%n", Plain.text(splitter.target()));
        out.printf("parts   %,d of %,d confirmed%n", tally.confirmed(), tally.parts());
        out.printf("rows    %,d%n", tally.rows());
        if (followed) {
            new TextReport(out).print(totals);
        } else if (tally.problem().isEmpty()) {
            out.printf(
                    "%nTo see what became of the rows, say it again with --import-id %s --follow:%n",
                    splitter.importId());
            out.printf("nothing is applied twice, and every part is answered again.%n");
        }
        if (tally.problem().isPresent()) {
            err.println("rowcall: " + Plain.text(tally.problemInWords().orElseThrow()));
        } else if (!inTime) {
            err.printf(
                    "rowcall: %,d of %,d parts were not answered in time; is a worker with this target running?%n",
                    tally.parts() - answered, tally.parts());
        }
    }

    /** For a program. */
    String json() {
        JsonReport report = new JsonReport()
                .with("importId", splitter.importId())
                .with("target", splitter.target())
                .with("parts", tally.parts())
                .with("rows", tally.rows())
                .with("confirmed", tally.confirmed())
                .with("problem", tally.problemInWords().orElse(null))
                .with("outcome", code().name());
        return (followed ? report.with("answered", answered).with(totals) : report).json();
    }
}

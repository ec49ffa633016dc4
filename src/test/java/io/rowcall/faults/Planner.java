package io.rowcall.faults;

import static io.rowcall.testing.BatchBuilder.batch;

import io.rowcall.batch.RefusalCode;
import io.rowcall.testing.BatchBuilder;
import io.rowcall.testing.BatchMessage;
import java.util.SplittableRandom;

/** Makes the batches of one producer, one after the other. The same seed makes the same batches. */
final class Planner {

    private static final Destination[] DESTINATIONS = Destination.values();

    /** Rows of batches that change what others change: more would only wait for each other. */
    private static final int MOST_SHARED_ROWS = 100;

    private final SplittableRandom random;
    private final int producer;
    private int made;

    Planner(long seed, int producer) {
        this.random = new SplittableRandom(seed + 1_000_003L * producer);
        this.producer = producer;
    }

    PlannedBatch next() {
        int number = made++;
        // Pairs of ids that differ in nothing but the case of a letter.
        String id = "b" + producer + "-" + number / 2 + (number % 2 == 0 ? "-x" : "-X");
        Destination destination = DESTINATIONS[random.nextInt(DESTINATIONS.length)];
        if (random.nextInt(40) == 0) {
            return refused(id, destination);
        }
        int rows = rowCount(destination);
        // Lines without a header are no batch.
        int form = rows == 0 ? 0 : random.nextInt(4);
        // In these two forms a column is there for all rows or for none.
        boolean sameColumns = form >= 2;
        BatchPlan plan = new BatchPlan(id, destination, ((producer + 1) * 1_000_000L + number) * 10_000, random);
        plan.addRows(rows, random.nextBoolean(), sameColumns);
        BatchBuilder batch = batch(destination.target()).id(id);
        plan.rows().forEach(batch::row);
        switch (form) {
            case 0 -> batch.json();
            case 1 -> batch.ndjson();
            case 2 -> batch.columnar();
            default -> batch.csv();
        }
        if (random.nextInt(4) == 0) {
            batch.gzip();
        }
        return new PlannedBatch(batch.message(), plan.expectation());
    }

    /** Most are small, some have thousands of rows, and now and then one has none. */
    private int rowCount(Destination destination) {
        int rows = switch (random.nextInt(20)) {
            case 0 -> random.nextInt(2_000, 5_001);
            case 1, 2 -> random.nextInt(500, 2_000);
            case 3, 4, 5, 6 -> random.nextInt(50, 500);
            case 7 -> random.nextInt(2);
            default -> random.nextInt(1, 50);
        };
        return destination == Destination.STOCK ? Math.min(rows, MOST_SHARED_ROWS) : rows;
    }

    private PlannedBatch refused(String id, Destination destination) {
        BatchBuilder batch = batch(destination.target()).id(id);
        RefusalCode code = switch (random.nextInt(3)) {
            case 0 -> {
                batch.body("[{\"id\": 1, ");
                yield RefusalCode.MALFORMED;
            }
            case 1 -> {
                batch.row("id", 1).contentType("application/pdf");
                yield RefusalCode.UNSUPPORTED_CONTENT_TYPE;
            }
            default -> {
                batch.row("id", 1).header("rowcall-nonsense", "yes");
                yield RefusalCode.UNSUPPORTED_HEADER;
            }
        };
        return new PlannedBatch(batch.message(), Expectation.refused(id, destination, code));
    }

    /** Other content under the same id; it must never get into the table. */
    static BatchMessage withOtherContent(PlannedBatch planned) {
        Row row = Row.of(-1, "never", 0, new SplittableRandom(1));
        return batch(planned.message().target())
                .id(planned.message().id())
                .row(row.values())
                .message();
    }
}

package io.rowcall.bench;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Database;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * The rows of a run and the messages they come in. The same feed, seed and number of batches make the same rows.
 *
 * @param existing rows that are in the table before
 * @param rows in the order of the messages
 * @param bodies of the messages
 */
record Workload(Feed feed, List<GeneratedRow> existing, List<GeneratedRow> rows, List<byte[]> bodies) {

    static Workload of(Feed feed, int batches, long seed) {
        List<GeneratedRow> rows = new Generator(feed, seed).rows(batches);
        List<byte[]> bodies = new ArrayList<>(batches);
        for (int from = 0; from < rows.size(); from += feed.batchRows()) {
            bodies.add(Texts.json(feed.shape().columns(), rows.subList(from, from + feed.batchRows())));
        }
        return new Workload(feed, Generator.existing(feed, seed), rows, bodies);
    }

    int batches() {
        return bodies.size();
    }

    List<GeneratedRow> batch(int number) {
        return rows.subList(number * feed.batchRows(), (number + 1) * feed.batchRows());
    }

    /** The first batches of it, in a workload of their own. */
    Workload first(int batches) {
        return new Workload(feed, existing, rows.subList(0, batches * feed.batchRows()), bodies.subList(0, batches));
    }

    /** The batches as messages, with ids that no other run has and that ascend from run to run. */
    List<BatchMessage> messages(String target, int run) {
        List<BatchMessage> messages = new ArrayList<>(batches());
        for (int i = 0; i < batches(); i++) {
            BasicProperties properties = new BasicProperties.Builder()
                    .messageId(batchId(run, i))
                    .deliveryMode(2)
                    .contentType("application/json")
                    .build();
            messages.add(new BatchMessage(target, properties, bodies.get(i)));
        }
        return messages;
    }

    static String batchId(int run, int batch) {
        return "run-%06d-batch-%06d".formatted(run, batch);
    }

    /** A fresh table that holds only what is to be there before the run. */
    void makeTable(Database database, String table) {
        feed.shape().makeTable(database, table);
        if (!existing.isEmpty()) {
            String columns = String.join(", ", feed.shape().columns());
            database.execute("INSERT INTO " + table + " (" + columns + ") VALUES "
                    + existing.stream()
                            .map(row -> row.values().stream()
                                    .map(value -> "'" + value + "'")
                                    .collect(Collectors.joining(", ", "(", ")")))
                            .collect(Collectors.joining(", ")));
        }
    }

    /** Fails unless the table holds exactly the good rows and those that were there before. */
    void requireIn(Database database, String table) {
        Map<String, ?> found = database.queryRows("SELECT COUNT(*) n, BIT_XOR(CRC32(CONCAT_WS('|', "
                        + String.join(", ", feed.shape().columns()) + "))) sum FROM " + table)
                .getFirst();
        long count = 0;
        long sum = 0;
        for (List<GeneratedRow> part : List.of(existing, rows)) {
            for (GeneratedRow row : part) {
                if (row.isGood()) {
                    CRC32 crc = new CRC32();
                    crc.update(Texts.joined(row, '|').getBytes(StandardCharsets.UTF_8));
                    sum ^= crc.getValue();
                    count++;
                }
            }
        }
        List<Long> expected = List.of(count, sum);
        List<Long> actual =
                Arrays.asList(((Number) found.get("n")).longValue(), ((Number) found.get("sum")).longValue());
        if (!actual.equals(expected)) {
            throw new IllegalStateException(
                    "%s holds %s (rows, checksum) and should hold %s".formatted(table, actual, expected));
        }
    }
}

package io.rowcall.bench;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.rowcall.testing.BatchMessage;
import io.rowcall.testing.Database;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * The rows that both sides put into a fresh table of the same kind: ascending keys, unique texts in random order, a note
 * of 20 to 60 characters. The same seed makes the same rows.
 *
 * @param batches how many
 * @param batchRows rows in each of them
 */
record Workload(long seed, int batches, int batchRows, List<Row> rows, List<byte[]> bodies) {

    /** One row as a Java program has it in memory. */
    record Row(long id, String email, String note) {}

    private static final HexFormat HEX = HexFormat.of();

    static Workload of(long seed, int batches, int batchRows) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Row> rows = new ArrayList<>(batches * batchRows);
        for (int i = 0; i < batches * batchRows; i++) {
            rows.add(row(i, seed, random));
        }
        List<byte[]> bodies = new ArrayList<>(batches);
        for (int from = 0; from < rows.size(); from += batchRows) {
            bodies.add(json(rows.subList(from, from + batchRows)));
        }
        return new Workload(seed, batches, batchRows, List.copyOf(rows), List.copyOf(bodies));
    }

    private static Row row(int index, long seed, SplittableRandom random) {
        char[] note = new char[random.nextInt(20, 61)];
        for (int i = 0; i < note.length; i++) {
            note[i] = random.nextInt(6) == 0 ? ' ' : (char) random.nextInt('a', 'z' + 1);
        }
        note[note.length - 1] = '.';
        return new Row(index + 1L, HEX.toHexDigits(scattered(index + seed)) + "@example.com", new String(note));
    }

    /** Another number for each number, far from its neighbours' (the last step of SplitMix64, which can be undone). */
    private static long scattered(long number) {
        long mixed = number * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    private static byte[] json(List<Row> rows) {
        StringBuilder json = new StringBuilder(rows.size() * 100);
        for (Row row : rows) {
            json.append(json.isEmpty() ? "[{\"id\":" : ",{\"id\":").append(row.id);
            json.append(",\"email\":\"").append(row.email);
            json.append("\",\"note\":\"").append(row.note).append("\"}");
        }
        return json.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The batches as messages, with ids that no other run has. */
    List<BatchMessage> messages(String target, int run) {
        List<BatchMessage> messages = new ArrayList<>(batches);
        for (int i = 0; i < batches; i++) {
            BasicProperties properties = new BasicProperties.Builder()
                    .messageId("run-%06d-batch-%06d".formatted(run, i))
                    .deliveryMode(2)
                    .contentType("application/json")
                    .build();
            messages.add(new BatchMessage(target, properties, bodies.get(i)));
        }
        return messages;
    }

    /** An empty table, whatever was there before. */
    static void makeTable(Database database, String table) {
        database.execute("DROP TABLE IF EXISTS " + table, """
                CREATE TABLE %s (
                    id    BIGINT NOT NULL,
                    email VARCHAR(64) NOT NULL,
                    note  VARCHAR(100) NOT NULL,
                    PRIMARY KEY (id),
                    UNIQUE KEY %s_email (email)
                ) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4""".formatted(table, table));
    }

    /** Fails unless the table holds exactly these rows. */
    void requireIn(Database database, String table) {
        Map<String, ?> found = database.queryRows(
                        "SELECT COUNT(*) n, BIT_XOR(CRC32(CONCAT_WS('|', id, email, note))) sum FROM " + table)
                .getFirst();
        long sum = 0;
        for (Row row : rows) {
            CRC32 crc = new CRC32();
            crc.update((row.id + "|" + row.email + "|" + row.note).getBytes(StandardCharsets.UTF_8));
            sum ^= crc.getValue();
        }
        List<Long> expected = List.of((long) rows.size(), sum);
        List<Long> actual =
                Arrays.asList(((Number) found.get("n")).longValue(), ((Number) found.get("sum")).longValue());
        if (!actual.equals(expected)) {
            throw new IllegalStateException(
                    "%s holds %s (rows, checksum) and should hold %s".formatted(table, actual, expected));
        }
    }
}

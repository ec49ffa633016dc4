package io.rowcall.faults;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** A row that every table of the workload takes. {@code batch} and {@code n} name the batch and the index it came with. */
record Row(long id, String batch, int n, String name, int age, LocalDate born, String kind, int parent) {

    /** SQL that gives {@link #checksum} of a stored row. */
    static final String CHECKSUM = "CRC32(CONCAT_WS('|', id, batch, n, name, age, born, kind, parent))";

    private static final String[] KINDS = {"red", "green", "blue"};

    static Row of(long id, String batch, int n, SplittableRandom random) {
        return new Row(
                id,
                batch,
                n,
                "name " + random.nextInt(1_000_000),
                random.nextInt(150),
                LocalDate.of(1950, 1, 1).plusDays(random.nextInt(20_000)),
                KINDS[random.nextInt(KINDS.length)],
                random.nextInt(1, Destination.PARENTS + 1));
    }

    /** One of those that are there from the start. */
    static Row seeded(int number) {
        return of(-number, Destination.SEED, 0, new SplittableRandom(number));
    }

    /** As a batch sends it; to be spoilt by those who want a bad row. */
    Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("id", id);
        values.put("batch", batch);
        values.put("n", n);
        values.put("name", name);
        values.put("age", age);
        values.put("born", born.toString());
        values.put("kind", kind);
        values.put("parent", parent);
        return values;
    }

    long checksum() {
        CRC32 crc = new CRC32();
        String all = String.join(
                "|",
                String.valueOf(id),
                batch,
                String.valueOf(n),
                name,
                String.valueOf(age),
                born.toString(),
                kind,
                String.valueOf(parent));
        crc.update(all.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }
}

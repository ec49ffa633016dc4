package io.rowcall.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Bodies just below the largest message that a broker takes, each of a shape that is dear in memory in a way of its own.
 * They are for a table {@code (id INT PRIMARY KEY, text LONGTEXT, doc JSON, raw LONGBLOB, short VARCHAR(8))} and hold
 * rows with ids from a given one up.
 */
public enum LargeBody {
    /** One value, a character a byte. */
    ONE_TEXT(1, 1) {
        @Override
        void write(OutputStream out, int firstId) throws IOException {
            print(out, "[{\"id\":%d,\"text\":\"", firstId);
            fill(out, SIZE, "x");
            print(out, "\"}]");
        }
    },
    /** One value of which a single character makes Java take two bytes for each of the others. */
    ONE_WIDE_TEXT(1, 1) {
        @Override
        void write(OutputStream out, int firstId) throws IOException {
            print(out, "[{\"id\":%d,\"text\":\"Ω", firstId);
            fill(out, SIZE, "x");
            print(out, "\"}]");
        }
    },
    /** One value of characters that SQL writes as two. */
    ONE_ESCAPED_TEXT(1, 1) {
        @Override
        void write(OutputStream out, int firstId) throws IOException {
            print(out, "[{\"id\":%d,\"text\":\"Ω", firstId);
            fill(out, SIZE, "'");
            print(out, "\"}]");
        }
    },
    /** One value in a record of CSV, which is read line by line. */
    ONE_CSV_FIELD(1, 1) {
        @Override
        void write(OutputStream out, int firstId) throws IOException {
            print(out, "id,text\n%d,\"Ω", firstId);
            fill(out, SIZE, "some line of text\n");
            print(out, "\"\n");
        }

        @Override
        String contentType() {
            return "text/csv";
        }
    },
    /** One document of numbers. */
    ONE_DOCUMENT(1, 1) {
        @Override
        void write(OutputStream out, int firstId) throws IOException {
            print(out, "{\"id\":%d,\"doc\":[\"Ω\"", firstId);
            fill(out, SIZE, ",1234567");
            print(out, "]}\n");
        }

        @Override
        String contentType() {
            return "application/x-ndjson";
        }
    },
    /** One value of bytes. */
    ONE_BLOB(1, 1) {
        @Override
        void write(OutputStream out, int firstId) throws IOException {
            byte[] random = new byte[SIZE / 4 * 3];
            new Random(firstId).nextBytes(random);
            print(out, "[{\"id\":%d,\"raw\":\"", firstId);
            out.write(Base64.getEncoder().encode(random));
            print(out, "\"}]");
        }
    },
    /** A dozen values. */
    FEW_ROWS(12, 12) {
        @Override
        void write(OutputStream out, int firstId) throws IOException {
            rows(out, firstId, SIZE / 12 - 32, false);
        }
    },
    /** As many rows as a short text each leaves room for. */
    MANY_ROWS(100_000, 100_000) {
        @Override
        void write(OutputStream out, int firstId) throws IOException {
            rows(out, firstId, 120, false);
        }
    },
    /** One value that its column has no room for. */
    ONE_TOO_LONG(1, 0) {
        @Override
        void write(OutputStream out, int firstId) throws IOException {
            print(out, "[{\"id\":%d,\"short\":\"Ω", firstId);
            fill(out, SIZE, "x");
            print(out, "\"}]");
        }
    },
    /** Two values that the server alone can refuse: the second row has the first one's id. */
    TWO_ALIKE(2, 1) {
        @Override
        void write(OutputStream out, int firstId) throws IOException {
            print(out, "[{\"id\":%d,\"text\":\"", firstId);
            fill(out, SIZE / 2, "x");
            print(out, "\"},{\"id\":%d,\"text\":\"", firstId);
            fill(out, SIZE / 2 - 64, "y");
            print(out, "\"}]");
        }
    },
    /** Rows that all fail, and are all shown in the result. */
    MANY_TOO_LONG(12_000, 0) {
        @Override
        void write(OutputStream out, int firstId) throws IOException {
            rows(out, firstId, 1_300, true);
        }
    },
    /** Inflates to 48 MiB of rows. */
    PACKED_ROWS(350_000, 350_000) {
        @Override
        void write(OutputStream out, int firstId) throws IOException {
            rows(out, firstId, 120, false);
        }

        @Override
        boolean gzip() {
            return true;
        }
    },
    /** Inflates to a dozen values of 2 MiB, which don't compress well. */
    PACKED_TEXTS(12, 12) {
        @Override
        void write(OutputStream out, int firstId) throws IOException {
            Random random = new Random(firstId);
            byte[] bytes = new byte[1 << 20];
            for (int row = 0; row < 12; row++) {
                random.nextBytes(bytes);
                print(out, row == 0 ? "[" : ",");
                print(
                        out,
                        "{\"id\":%d,\"text\":\"%s\"}",
                        firstId + row,
                        HexFormat.of().formatHex(bytes));
            }
            print(out, "]");
        }

        @Override
        boolean gzip() {
            return true;
        }
    };

    /** The broker's 16 MiB, less the rest of the body. */
    private static final int SIZE = (16 << 20) - 1024;

    private final int rows;
    private final int good;

    LargeBody(int rows, int good) {
        this.rows = rows;
        this.good = good;
    }

    abstract void write(OutputStream out, int firstId) throws IOException;

    String contentType() {
        return "application/json";
    }

    boolean gzip() {
        return false;
    }

    /** How many rows it holds. */
    public int rows() {
        return rows;
    }

    /** How many of them a table without other rows takes. */
    public int good() {
        return good;
    }

    /** A batch with this body; its rows' ids count up from {@code firstId}. */
    public BatchMessage batch(String target, String id, int firstId) {
        BatchBuilder batch =
                BatchBuilder.batch(target).id(id).contentType(contentType()).body(bytes(firstId));
        return (gzip() ? batch.contentEncoding("gzip") : batch).message();
    }

    private byte[] bytes(int firstId) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(SIZE + 1024);
        try (OutputStream out = gzip() ? new GZIPOutputStream(bytes) : bytes) {
            write(out, firstId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** All of this shape's rows with a text of so many characters each. */
    void rows(OutputStream out, int firstId, int length, boolean tooLong) throws IOException {
        for (int row = 0; row < rows; row++) {
            print(out, row == 0 ? "[" : ",");
            print(out, "{\"id\":%d,\"%s\":\"%08x", firstId + row, tooLong ? "short" : "text", row * 0x9E3779B1);
            fill(out, length, "text ");
            print(out, "\"}");
        }
        print(out, "]");
    }

    private static void print(OutputStream out, String format, Object... arguments) throws IOException {
        out.write(format.formatted(arguments).getBytes(StandardCharsets.UTF_8));
    }

    /** As many repetitions as fit. */
    private static void fill(OutputStream out, int length, String text) throws IOException {
        byte[] unit = text.repeat(Math.max(1, Math.min(length, 1 << 16) / text.length()))
                .getBytes(StandardCharsets.UTF_8);
        int left = length / text.length() * text.length();
        while (left > 0) {
            out.write(unit, 0, Math.min(left, unit.length));
            left -= Math.min(left, unit.length);
        }
    }
}

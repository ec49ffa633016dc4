package io.rowcall.decode;

import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Hands FastCSV one line at a time. A record ends with a line, and FastCSV asks for more only when it has used up what
 * it had; so the lines handed out since a record began are that record as sent, and after an error reading can go on
 * with the line after them.
 */
final class CsvFeed extends Reader {

    private final Lines lines;
    private String line = "";
    private String record = "";
    private @Nullable StringBuilder longRecord;
    private int given;
    private long firstLine;

    CsvFeed(Lines lines) {
        this.lines = lines;
    }

    void startRecord() {
        record = "";
        longRecord = null;
        firstLine = lines.number() + 1;
    }

    /** Leaves out what is still to be handed out of a line. */
    void dropLine() {
        given = line.length();
    }

    /** The lines of the record so far, as sent. */
    String record() {
        return longRecord == null ? record : longRecord.toString();
    }

    /** Number of the record's first line, from 1. */
    long firstLine() {
        return firstLine;
    }

    @Override
    public int read(char[] target, int offset, int length) {
        if (given == line.length()) {
            if (!lines.next()) {
                return -1;
            }
            line = lines.text();
            given = 0;
            append();
        }
        int count = Math.min(length, line.length() - given);
        line.getChars(given, given + count, target, offset);
        given += count;
        return count;
    }

    /** Most records are one line, which is kept as it is. */
    private void append() {
        if (longRecord != null) {
            if (longRecord.length() + line.length() > RowReader.MAX_ROW) {
                throw RowReader.rowTooLarge();
            }
            longRecord.append(line);
        } else if (record.isEmpty()) {
            record = line;
        } else {
            longRecord = new StringBuilder(record).append(line);
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}

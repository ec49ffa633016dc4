package io.rowcall.decode;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import io.rowcall.batch.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values (RFC 4180) with a header line. An empty field is NULL, {@code ""} is the empty string. Blank
 * lines are no rows, so a NULL that is alone in its row can't be written in CSV. A record that can't be read fails by
 * itself; reading goes on with the next line, except after a quote that is never closed, which has no next line.
 */
final class CsvRows implements RowReader {

    private static final String QUOTES =
            "; put fields that hold quotes into quotes, and write each quote in them twice";

    private final CsvFeed feed;
    private final List<String> columns;
    private CloseableIterator<CsvRecord> records;
    private int index;

    CsvRows(Body body, Target.Limits limits) {
        this.feed = new CsvFeed(new Lines(body.open(), true));
        this.records = records(limits.columns());
        this.columns = header(limits);
        this.records = records(columns.size());
    }

    @Override
    public @Nullable Row next() {
        try {
            CsvRecord record = record();
            return record == null ? null : row(record);
        } catch (CsvParseException e) {
            feed.dropLine();
            records = records(columns.size());
            return misshapen(new Problem(problem(e) + QUOTES, "can't be read" + QUOTES));
        }
    }

    /** The next record that isn't blank. */
    private @Nullable CsvRecord record() {
        while (true) {
            feed.startRecord();
            if (!records.hasNext()) {
                return null;
            }
            CsvRecord record = records.next();
            if (!record.isBlank()) {
                return record;
            }
        }
    }

    private Row row(CsvRecord record) {
        if (record.fields() == columns.size()) {
            return new Row.Shaped(index++, null, columns, record.values());
        }
        return misshapen(Problem.plain(Words.of(
                "holds %,d fields for the %,d columns of the header; give one field for each column",
                record.fields(), columns.size())));
    }

    private Row misshapen(Problem problem) {
        String raw = Lines.withoutEnd(feed.record());
        return new Row.Misshapen(index++, null, raw, false, ofRecord(problem.words()), ofRecord(problem.discreetly()));
    }

    private String ofRecord(String problem) {
        return Words.of("the record in line %,d %s", feed.firstLine(), problem);
    }

    private List<String> header(Target.Limits limits) {
        CsvRecord header;
        try {
            header = record();
        } catch (CsvParseException e) {
            throw malformed(problem(e));
        }
        if (header == null) {
            throw malformed("is missing, the body is empty");
        }
        if (header.fields() > limits.columns()) {
            throw RefusedException.tooLarge(Words.of(
                    "the header line names more than %,d columns, the limit of this target; send fewer columns",
                    limits.columns()));
        }
        List<String> names = new ArrayList<>(header.fields());
        for (Value value : header.values()) {
            if (!(value instanceof Value.Field name) || name.text().isEmpty()) {
                throw malformed(Words.of("has no name for its field %,d (counted from 1)", names.size() + 1));
            }
            names.add(name.text());
        }
        String problem = Shapes.problem(names);
        if (problem != null) {
            throw malformed("can't be used: " + problem);
        }
        return List.copyOf(names);
    }

    private static RefusedException malformed(String problem) {
        return RefusedException.malformed(
                "the header line " + problem + "; start the body with a line of column names");
    }

    /** A reader for what the feed has not handed out yet; one that threw can't go on. */
    private CloseableIterator<CsvRecord> records(int expectedFields) {
        return CsvReader.builder()
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .skipEmptyLines(false)
                .maxBufferSize(Integer.MAX_VALUE)
                .build(new CsvRecord.Handler(expectedFields), feed)
                .iterator();
    }

    static String problem(CsvParseException e) {
        if (e.getCause() instanceof Error error) {
            throw error; // such as OutOfMemoryError, which is no fault of the record that it struck
        }
        if (e.getCause() instanceof RefusedException refused) {
            throw refused; // the feed's, of a record without an end in sight
        }
        String message = String.valueOf(e.getMessage());
        int hint = message.indexOf(" (record starting");
        return "can't be read: " + Excerpt.plain(hint < 0 ? message : message.substring(0, hint), 120);
    }

    @Override
    public void close() {
        feed.close();
    }
}

package io.rowcall.cli;

import io.rowcall.publish.rows.BodyFormat;
import io.rowcall.publish.rows.RowSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which rows. */
final class InputOptions {

    private static final String STDIN = "-";

    @Parameters(index = "0", paramLabel = "FILE", description = "the rows, in UTF-8; - reads standard input")
    private String file = STDIN;

    @Option(
            names = {"-f", "--format"},
            paramLabel = "csv|ndjson|json",
            description = "how the rows are written; else the file name's ending says")
    private @Nullable BodyFormat format;

    String name() {
        return file;
    }

    boolean isRepeatable() {
        return !file.equals(STDIN);
    }

    /** Opens the rows; they are streamed. */
    RowSource open() {
        BodyFormat chosen = format == null ? byEnding() : format;
        InputStream in = stream();
        return switch (chosen) {
            case CSV -> RowSource.csv(in);
            case NDJSON -> RowSource.ndjson(in);
            case JSON -> RowSource.json(in);
        };
    }

    private BodyFormat byEnding() {
        String name = file.toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return BodyFormat.CSV;
        }
        if (name.endsWith(".ndjson") || name.endsWith(".jsonl")) {
            return BodyFormat.NDJSON;
        }
        if (name.endsWith(".json")) {
            return BodyFormat.JSON;
        }
        throw new IllegalArgumentException(
                "the name doesn't say how the rows are written; say --format csv, ndjson or json");
    }

    private InputStream stream() {
        if (!isRepeatable()) {
            return System.in;
        }
        try {
            return Files.newInputStream(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("there is no file " + file, e);
        } catch (AccessDeniedException e) {
            throw new UncheckedIOException("file " + file + " may not be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException("file " + file + " can't be read: " + e.getMessage(), e);
        }
    }
}

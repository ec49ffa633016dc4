package io.rowcall.publish.rows;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowSourceTest {

    @Nested
    class Csv {

        @Test
        void rowsAreTakenAsTheyAre() {
            assertThat(rows(RowSource::csv, "id,name\n1,Ada\n 2 ,\"\"\n3,\n"))
                    .containsExactly("1,Ada", " 2 ,\"\"", "3,");
            assertThat(header("id,name\n1,Ada\n")).isEqualTo("id,name");
        }

        @Test
        void quotedLineEndsAndCommasBelongToTheRow() {
            assertThat(rows(RowSource::csv, "a,b\n\"one\ntwo\",\"x,\"\"y\"\"\r\n\"\n2,z\n"))
                    .containsExactly("\"one\ntwo\",\"x,\"\"y\"\"\r\n\"", "2,z");
        }

        @Test
        void headerMayHoldQuotedLineEnds() {
            assertThat(header("\"a\nb\",c\n1,2\n")).isEqualTo("\"a\nb\",c");
        }

        @Test
        void quoteInsideAnUnquotedFieldIsAQuoteLikeAnyOther() {
            assertThat(rows(RowSource::csv, "a,b\n5\" pipe,x\n6\" pipe,y\n"))
                    .containsExactly("5\" pipe,x", "6\" pipe,y");
        }

        @Test
        void brokenRecordEndsWithItsLine() {
            assertThat(rows(RowSource::csv, "a,b\n\"x\"y,\"open\n2,z\n")).containsExactly("\"x\"y,\"open", "2,z");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\n", "\r\n", "\r"})
        void everyLineEndWorks(String end) {
            assertThat(rows(RowSource::csv, "a,b%n1,x%n2,y".replace("%n", end))).containsExactly("1,x", "2,y");
            assertThat(rows(RowSource::csv, "a,b%n1,x%n2,y%n".replace("%n", end)))
                    .containsExactly("1,x", "2,y");
        }

        @Test
        void blankLinesAreNoRows() {
            assertThat(rows(RowSource::csv, "\n\na,b\n\n1,x\n\r\n\n2,y\n\n")).containsExactly("1,x", "2,y");
        }

        @Test
        void headerAloneHasNoRows() {
            assertThat(rows(RowSource::csv, "a,b")).isEmpty();
            assertThat(rows(RowSource::csv, "a,b\r\n")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\n", "\r\n\n"})
        void emptyFileHasNoHeader(String text) {
            assertThatThrownBy(() -> RowSource.csv(stream(text)))
                    .isInstanceOf(UnreadableRowsException.class)
                    .hasMessageStartingWith("there is no header line");
        }

        @Test
        void openQuoteTakesTheRestAlong() {
            assertThat(rows(RowSource::csv, "a,b\n1,x\n2,\"y\n3,z\n")).containsExactly("1,x", "2,\"y\n3,z\n");
        }

        @Test
        void openQuoteInALargeFileIsNamedWithItsLine() {
            InputStream endless = new InputStream() {
                private final byte[] start = "a\n1\n\"".getBytes(UTF_8);
                private int position;

                @Override
                public int read() {
                    return position < start.length ? start[position++] : 'x';
                }
            };
            RowSource rows = RowSource.csv(endless);
            rows.next();

            assertThatThrownBy(rows::next)
                    .hasMessage("the row that starts in line 3 has more than 16,777,216 bytes, "
                            + "which fit into no message; is its closing quote missing?");
        }

        @Test
        void cutsWhereFastCsvCuts() {
            long seed = new Random().nextLong();
            Random random = new Random(seed);
            for (int round = 0; round < 2_000; round++) {
                String text = "h1,h2\n" + randomRecords(random);

                List<List<String>> whole = parse(text);
                List<List<String>> cut = rows(RowSource::csv, text).stream()
                        .flatMap(row -> parse(row).stream())
                        .toList();

                assertThat(cut)
                        .as("seed %d, round %d: %s", seed, round, text)
                        .isEqualTo(whole.subList(1, whole.size()));
            }
        }

        private String randomRecords(Random random) {
            String[] pieces = {"a", "é", "1.5", "\"\"", "\"x\ny\"", "\"q\"\"q\"", "\"a,\r\nb\"", "\"\r\"", " ", "b\"c"};
            StringBuilder text = new StringBuilder();
            for (int record = random.nextInt(6); record > 0; record--) {
                for (int field = random.nextInt(4); field >= 0; field--) {
                    text.append(pieces[random.nextInt(pieces.length)]).append(field > 0 ? "," : "");
                }
                text.append(new String[] {"\n", "\r\n", "\r", "\n\n"}[random.nextInt(4)]);
            }
            return text.toString();
        }

        private List<List<String>> parse(String text) {
            return CsvReader.builder()
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .ofCsvRecord(text)
                    .stream()
                    .map(record -> List.copyOf(record.getFields()))
                    .toList();
        }

        private String header(String text) {
            return new String(RowSource.csv(stream(text)).header(), UTF_8);
        }
    }

    @Nested
    class Ndjson {

        @Test
        void rowsAreTheLines() {
            assertThat(rows(RowSource::ndjson, "{\"id\":1}\n{\"id\": 2.50}\r\n{\"id\":3}"))
                    .containsExactly("{\"id\":1}", "{\"id\": 2.50}\r", "{\"id\":3}");
        }

        @Test
        void blankLinesAreNoRows() {
            assertThat(rows(RowSource::ndjson, "\n \t\r\n{}\n\n")).containsExactly("{}");
            assertThat(rows(RowSource::ndjson, "")).isEmpty();
            assertThat(rows(RowSource::ndjson, "\n \n")).isEmpty();
        }

        @Test
        void brokenLineIsLeftToTheWorker() {
            assertThat(rows(RowSource::ndjson, "{\"id\":\n{}\n")).containsExactly("{\"id\":", "{}");
        }
    }

    @Nested
    class Json {

        @Test
        void elementsKeepTheirBytes() {
            assertThat(
                            rows(
                                    RowSource::json,
                                    " [ {\"n\":1.10, \"big\":12345678901234567890.123,\"e\":1E5 } ,\n{\"s\":\"é\\ud800 ]},\\\"\"},[1,[2]] ]\n"))
                    .containsExactly(
                            "{\"n\":1.10, \"big\":12345678901234567890.123,\"e\":1E5 }",
                            "{\"s\":\"é\\ud800 ]},\\\"\"}",
                            "[1,[2]]");
        }

        @Test
        void elementsThatAreNoRowsAreLeftToTheWorker() {
            assertThat(rows(RowSource::json, "[1, -2.50,\"a,]\\n\", true ,null,{}, 3 ]"))
                    .containsExactly("1", "-2.50", "\"a,]\\n\"", "true", "null", "{}", "3");
        }

        @Test
        void emptyArrayHasNoRows() {
            assertThat(rows(RowSource::json, " [ ] ")).isEmpty();
        }

        @Test
        void manyElementsAcrossTheParsersBuffer() {
            List<String> expected = Stream.iterate(0, i -> i + 1)
                    .limit(5_000)
                    .map(i -> "{\"id\":" + i + ",\"text\":\"" + "ü".repeat(i % 50) + "\"}")
                    .toList();

            assertThat(rows(RowSource::json, expected.toString())).isEqualTo(expected);
        }

        @Test
        void elementLargerThanAnyBuffer() {
            String large = "{\"text\":\"" + "x".repeat(1 << 20) + "\"}";

            assertThat(rows(RowSource::json, "[{}," + large + ",{}]")).containsExactly("{}", large, "{}");
        }

        @Test
        void elementThatFitsIntoNoMessageIsRefused() {
            String huge = "{\"text\":\"" + "x".repeat(RowSource.MAX_ROW_BYTES) + "\",\"more\":\"" + "x".repeat(1 << 20)
                    + "\"}";

            assertThatThrownBy(() -> rows(RowSource::json, "[{},\n" + huge + "]"))
                    .isInstanceOf(UnreadableRowsException.class)
                    .hasMessage("the row that starts in line 2 has more than 16,777,216 bytes, "
                            + "which fit into no message");
        }

        @Test
        void brokenTextIsRefusedWithItsPlace() {
            assertThatThrownBy(() -> rows(RowSource::json, "[{\"id\":1},\n{\"id\":}]"))
                    .isInstanceOf(UnreadableRowsException.class)
                    .hasMessageStartingWith("the JSON can't be read in line 2, column 7");
            assertThatThrownBy(() -> rows(RowSource::json, "[{\"id\":1}")).isInstanceOf(UnreadableRowsException.class);
            assertThatThrownBy(() -> rows(RowSource::json, "[{}] []"))
                    .hasMessageContaining("goes on after the end of its array");
            assertThatThrownBy(() -> rows(RowSource::json, "{\"id\":1}")).hasMessageContaining("no JSON array");
            assertThatThrownBy(() -> rows(RowSource::json, "")).hasMessageContaining("no JSON in it");
        }
    }

    @Test
    void byteOrderMarkIsLeftOut() {
        assertThat(rows(RowSource::csv, "\uFEFFa\n1\n")).containsExactly("1");
        assertThat(rows(RowSource::ndjson, "\uFEFF{}\n")).containsExactly("{}");
        assertThat(rows(RowSource::json, "\uFEFF[ {\"id\":1} , {\"id\":2}]"))
                .containsExactly("{\"id\":1}", "{\"id\":2}");
    }

    @Test
    void otherEncodingsAreNamed() {
        assertThatThrownBy(() -> RowSource.csv(new ByteArrayInputStream("a,b\n".getBytes(UTF_16))))
                .isInstanceOf(UnreadableRowsException.class)
                .hasMessageContaining("UTF-16");
        assertThatThrownBy(() -> RowSource.csv(new ByteArrayInputStream("a,b\n".getBytes(UTF_16LE))))
                .hasMessageContaining("UTF-16");
    }

    @Test
    void bytesThatAreNotUtf8AreLeftToTheWorker() {
        RowSource rows = RowSource.csv(new ByteArrayInputStream("a\né\n".getBytes(ISO_8859_1)));

        assertThat(rows.next()).isEqualTo(new byte[] {(byte) 0xE9});
    }

    @Test
    void objectsBecomeJson() {
        record City(long id, BigDecimal area, LocalDate founded) {}
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", 2);
        map.put("area", null);

        Iterator<Object> rows = List.<Object>of(new City(1, new BigDecimal("891.70"), LocalDate.of(1237, 10, 28)), map)
                .iterator();

        assertThat(all(RowSource.objects(rows)))
                .containsExactly("{\"id\":1,\"area\":891.70,\"founded\":\"1237-10-28\"}", "{\"id\":2,\"area\":null}");
    }

    private static List<String> rows(Function<InputStream, RowSource> format, String text) {
        return all(format.apply(stream(text)));
    }

    private static List<String> all(RowSource source) {
        try (source) {
            List<String> rows = new ArrayList<>();
            for (byte[] row = source.next(); row != null; row = source.next()) {
                rows.add(new String(row, UTF_8));
            }
            return rows;
        }
    }

    /** Hands out a few bytes at a time, so that rows cross the edges of buffers. */
    private static InputStream stream(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 7));
            }
        };
    }
}

package io.rowcall.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.Batch;
import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Refusal;
import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Row;
import io.rowcall.batch.Target;
import io.rowcall.batch.Value;
import io.rowcall.decode.BatchDecoder.Decoded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A message in the making, and what becomes of it. */
record Sent(
        @Nullable String messageId,
        @Nullable String contentType,
        @Nullable String contentEncoding,
        Map<String, @Nullable Object> headers,
        byte[] body,
        Target target) {

    static final Target USERS = target(Target.Limits.DEFAULT);

    static Sent json(String body) {
        return new Sent("b-1", "application/json", null, Map.of(), body.getBytes(UTF_8), USERS);
    }

    static Sent ndjson(String body) {
        return json(body).as("application/x-ndjson");
    }

    static Sent csv(String body) {
        return json(body).as("text/csv");
    }

    static Target target(Target.Limits limits) {
        return new Target(
                "users",
                "users",
                DuplicatePolicy.FAIL,
                Set.of(DuplicatePolicy.FAIL, DuplicatePolicy.UNCHANGED),
                "PRIMARY",
                false,
                Target.Triggers.DETECT,
                limits,
                Map.of());
    }

    Sent as(@Nullable String type) {
        return new Sent(messageId, type, contentEncoding, headers, body, target);
    }

    Sent encoded(@Nullable String encoding) {
        return new Sent(messageId, contentType, encoding, headers, body, target);
    }

    Sent id(@Nullable String id) {
        return new Sent(id, contentType, contentEncoding, headers, body, target);
    }

    Sent body(byte[] bytes) {
        return new Sent(messageId, contentType, contentEncoding, headers, bytes, target);
    }

    Sent to(Target other) {
        return new Sent(messageId, contentType, contentEncoding, headers, body, other);
    }

    Sent within(Target.Limits limits) {
        return to(target(limits));
    }

    Sent header(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new HashMap<>(headers);
        more.put(name, value);
        return new Sent(messageId, contentType, contentEncoding, more, body, target);
    }

    Sent gzipped() {
        return body(gzip(body)).encoded("gzip");
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    Decoded decode() {
        return BatchDecoder.decode(
                new Envelope("users", messageId, contentType, contentEncoding, "c-1", headers, body), target);
    }

    Batch accepted() {
        Decoded decoded = decode();
        assertThat(decoded).isInstanceOf(Decoded.Accepted.class);
        return ((Decoded.Accepted) decoded).batch();
    }

    /** The rows of the accepted batch, which are as many as it says and the same when read again. */
    List<Row> rows() {
        Batch batch = accepted();
        List<Row> rows = list(batch.rows());
        assertThat(rows).hasSize(batch.rowCount()).isEqualTo(list(batch.rows()));
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).index()).isEqualTo(i);
        }
        return rows;
    }

    private static List<Row> list(Iterable<Row> rows) {
        List<Row> list = new ArrayList<>();
        rows.forEach(list::add);
        return list;
    }

    /** The only value of the only row. */
    Value value() {
        Row row = rows().getFirst();
        assertThat(row).isInstanceOf(Row.Shaped.class);
        return ((Row.Shaped) row).values().getFirst();
    }

    /** The only row, which has no shape. */
    Row.Misshapen misshapen() {
        List<Row> rows = rows();
        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst()).isInstanceOf(Row.Misshapen.class);
        Row.Misshapen row = (Row.Misshapen) rows.getFirst();
        assertFitForPeople(row.problem());
        return row;
    }

    Refusal refused(RefusalCode code) {
        Decoded decoded = decode();
        assertThat(decoded).isInstanceOf(Decoded.Refused.class);
        Refusal refusal = ((Decoded.Refused) decoded).refusal();
        assertThat(refusal.code()).as(refusal.message()).isEqualTo(code);
        assertFitForPeople(refusal.message());
        return refusal;
    }

    /** One line, no control characters, no novel, no words of the parser's makers. */
    static void assertFitForPeople(String message) {
        assertThat(message).hasSizeBetween(20, 500).doesNotContain("REDACTED", "StreamRead", "JsonReadFeature");
        assertThat(message.chars().noneMatch(Character::isISOControl))
                .as(message)
                .isTrue();
    }
}

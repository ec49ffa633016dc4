package io.rowcall.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.ContentHash;
import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.Target;
import io.rowcall.decode.BatchDecoder.Decoded;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContentHashTest {

    private static final Sent SENT = Sent.json("[{\"id\":1}]");

    private static ContentHash hash(Sent sent) {
        return switch (sent.decode()) {
            case Decoded.Accepted accepted -> accepted.batch().hash();
            case Decoded.Refused refused -> refused.hash();
        };
    }

    static Stream<Sent> theSameBatch() {
        return Stream.of(
                SENT,
                SENT.id("b-2"),
                SENT.gzipped(),
                SENT.body(gzippedInTwo()).encoded("gzip"),
                SENT.as("Application/JSON; charset=UTF-8"),
                SENT.header("rowcall-on-duplicate", "fail"),
                SENT.header("rowcall-dry-run", false),
                SENT.header("rowcall-import-id", "i-1"),
                SENT.header("rowcall-code", "MALFORMED"),
                SENT.header("x-death", "yes"));
    }

    private static byte[] gzippedInTwo() {
        byte[] first = Sent.gzip("[{\"id\"".getBytes(UTF_8));
        byte[] second = Sent.gzip(":1}]".getBytes(UTF_8));
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @ParameterizedTest
    @MethodSource("theSameBatch")
    void repeatOfABatchHasItsHash(Sent same) {
        assertThat(hash(same)).isEqualTo(hash(SENT));
    }

    static Stream<Sent> otherBatches() {
        return Stream.of(
                Sent.json("[{\"id\":2}]"),
                Sent.json("[{\"id\": 1}]"),
                Sent.json("\ufeff[{\"id\":1}]"),
                Sent.ndjson("[{\"id\":1}]"),
                Sent.csv("[{\"id\":1}]"),
                SENT.header("rowcall-on-duplicate", "unchanged"),
                SENT.header("rowcall-dry-run", true),
                SENT.to(new Target(
                        "users",
                        "users",
                        DuplicatePolicy.IGNORE,
                        Set.of(DuplicatePolicy.IGNORE),
                        "PRIMARY",
                        false,
                        Target.Triggers.DETECT,
                        Target.Limits.DEFAULT,
                        Map.of())));
    }

    @ParameterizedTest
    @MethodSource("otherBatches")
    void anotherBatchHasAnotherHash(Sent other) {
        assertThat(hash(other)).isNotEqualTo(hash(SENT));
    }

    @Test
    void hashNeverChangesBetweenVersions() {
        // Stored hashes are compared with those of redelivered messages, perhaps by a later version.
        assertThat(hash(SENT).hex()).isEqualTo("1353e2661d10e441836b686748c860b79ae072483b17b085ed9fde1288650741");
    }

    @Test
    void refusedBodyHasItsContentHash() {
        Sent malformed = Sent.json("[{\"id\":1}");

        assertThat(hash(malformed)).isEqualTo(hash(malformed)).isEqualTo(hash(malformed.gzipped()));
        assertThat(hash(malformed)).isNotEqualTo(hash(Sent.json("[{\"id\":1}}")));
    }

    @Test
    void bodyThatCannotBeInflatedHasAHashOfItsBytes() {
        Sent cut = SENT.body(new byte[] {0x1f, (byte) 0x8b, 8}).encoded("gzip");

        assertThat(hash(cut)).isEqualTo(hash(cut)).isNotEqualTo(hash(cut.body(new byte[] {0x1f, (byte) 0x8b})));
        assertThat(hash(SENT.id(null))).isEqualTo(hash(SENT.as("text/html"))).isNotEqualTo(hash(SENT));
    }
}

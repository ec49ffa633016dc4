package io.rowcall.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Row;
import io.rowcall.batch.Value;
import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {

    private static List<Sent> inEachFormat() {
        return List.of(Sent.json("[{\"v\":\"é\"}]"), Sent.ndjson("{\"v\":\"é\"}\n"), Sent.csv("v\né\n"));
    }

    @Test
    void markOfUtf8IsNoData() {
        for (Sent sent : inEachFormat()) {
            Sent marked = sent.body(("\ufeff" + new String(sent.body(), UTF_8)).getBytes(UTF_8));

            assertThat(marked.rows()).isEqualTo(sent.rows());
            assertThat(marked.gzipped().rows()).isEqualTo(sent.rows());
        }
    }

    static Stream<Charset> wideCharsets() {
        return Stream.of(
                UTF_16,
                UTF_16LE,
                UTF_16BE,
                Charset.forName("x-UTF-16LE-BOM"),
                Charset.forName("UTF-32LE"),
                Charset.forName("UTF-32BE"),
                Charset.forName("X-UTF-32LE-BOM"),
                Charset.forName("X-UTF-32BE-BOM"));
    }

    @ParameterizedTest
    @MethodSource("wideCharsets")
    void widerCharactersAreMalformedAndNeverGuessed(Charset charset) {
        for (Sent sent : inEachFormat()) {
            Sent wide = sent.body(new String(sent.body(), UTF_8).getBytes(charset));

            for (Sent either : List.of(wide, wide.gzipped())) {
                assertThat(either.refused(RefusalCode.MALFORMED).message())
                        .startsWith("the body looks like UTF-")
                        .endsWith("; encode it in UTF-8");
            }
        }
    }

    @Test
    void latin1IsMalformedAndThePositionTold() {
        assertThat(Sent.json("")
                        .body("[{\"v\":\"é\"}]".getBytes(ISO_8859_1))
                        .refused(RefusalCode.MALFORMED)
                        .message())
                .isEqualTo("the body isn't UTF-8: its byte 8 (counted from 0) can't stand there; encode it in UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "C0 80",
                "C1 BF",
                "E0 80 80",
                "ED A0 80",
                "ED BF BF",
                "F0 80 80 80",
                "F4 90 80 80",
                "F5 80 80 80",
                "FF",
                "C3",
                "E2 82",
                "F0 9F 98",
                "C3 28"
            })
    void brokenUtf8IsMalformedWhereverItStands(String hex) {
        String octets = hex.replace(" ", "");
        for (int before : new int[] {0, 7, 16_383}) {
            String body = "v\n" + "x".repeat(before) + "?\n";
            byte[] bytes = body.replace("?", new String(java.util.HexFormat.of().parseHex(octets), ISO_8859_1))
                    .getBytes(ISO_8859_1);

            assertThat(Sent.csv("").body(bytes).refused(RefusalCode.MALFORMED).message())
                    .startsWith("the body isn't UTF-8: its byte ");
        }
    }

    @Test
    void bodyThatEndsInsideACharacterIsMalformed() {
        Sent.csv("").body(new byte[] {'v', '\n', (byte) 0xE2, (byte) 0x82}).refused(RefusalCode.MALFORMED);
    }

    @Test
    void zeroBytesAreDataInCsvAndMalformedInJson() {
        assertThat(Sent.csv("id,v\n1,\0\n").rows())
                .containsExactly(new Row.Shaped(
                        0, null, List.of("id", "v"), List.of(new Value.Field("1"), new Value.Field("\0"))));
        Sent.json("[{\"v\":\"\0\"}]").refused(RefusalCode.MALFORMED);
    }
}

package io.rowcall.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Target;
import io.rowcall.batch.Value;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    static Stream<Arguments> values() {
        return Stream.of(
                arguments("null", Value.Null.NULL),
                arguments("true", Value.Bool.TRUE),
                arguments("false", Value.Bool.FALSE),
                arguments("\"\"", new Value.Text("")),
                arguments("\"a\\u0000b\\n\"", new Value.Text("a\0b\n")),
                arguments("\"\\ud83d\\ude00 😀 é\"", new Value.Text("😀 😀 é")),
                arguments("[]", new Value.Json("[]")),
                arguments("{ }", new Value.Json("{}")),
                arguments(
                        " { \"b\" : [ 1.10 , -0, 1E+2, \"x, y\" ] , \"a\" : { \"c\" : null, \"B\" : true } } ",
                        new Value.Json("{\"b\":[1.10,-0,1E+2,\"x, y\"],\"a\":{\"c\":null,\"B\":true}}")),
                arguments(
                        "[[],{},[{\"[\":\"{\"},\":\"],\"\\\"\\\\\\u0001\\u2028\\ud83d\\ude00\"]",
                        new Value.Json("[[],{},[{\"[\":\"{\"},\":\"],\"\\\"\\\\\\u0001\u2028😀\"]")));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesAreKeptAsTheyWereWritten(String json, Value expected) {
        assertThat(Sent.json("[{\"v\":" + json + "}]").value()).isEqualTo(expected);
        assertThat(Sent.json("{\"columns\":[\"v\"],\"rows\":[[" + json + "]]}").value())
                .isEqualTo(expected);
        assertThat(Sent.ndjson("{\"v\":" + json + "}").value()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "1.10",
                "1e9999",
                "1E+0005",
                "-1.5e-3",
                "1234567890123456789",
                "0.1234567890123456789012345678901234567890",
                "1e100000",
                "1e-100000"
            })
    void numbersKeepTheirDigits(String literal) {
        assertThat(Sent.json("[{\"v\":" + literal + "}]").value()).isEqualTo(new Value.Num(literal));
        assertThat(Sent.json("[{\"v\":[" + literal + "]}]").value()).isEqualTo(new Value.Json("[" + literal + "]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e200000000", "1e100001", "1E-100001", "1e99999999999999999999", "-1.0e+0100001"})
    void numberThatCouldFillTheMemoryFailsItsRow(String literal) {
        for (String value : new String[] {literal, "{\"k\":[" + literal + "]}"}) {
            var row = Sent.json("[{\"v\":" + value + "}]").misshapen();
            assertThat(row.raw()).isEqualTo("{\"v\":" + value + "}");
            assertThat(row.json()).isTrue();
            assertThat(row.problem())
                    .isEqualTo("column \"v\" is the number \"" + literal + "\"; the limit of an exponent is 100,000");
        }
    }

    @Test
    void numberOfManyDigitsFailsItsRow() {
        String most = "1".repeat(1_000);

        assertThat(Sent.json("[{\"v\":" + most + "}]").value()).isEqualTo(new Value.Num(most));
        assertThat(Sent.json("[{\"v\":" + most + "1}]").misshapen().problem())
                .isEqualTo("column \"v\" is a number of 1,001 characters; the limit is 1,000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\ud800\"",
                "\"a\\udc00\"",
                "\"\\ude00\\ud83d\"",
                "[\"\\ud83dx\"]",
                "\"\\ud800\\ud800\\udc00\""
            })
    void halfACharacterFailsItsRow(String value) {
        var row = Sent.json("[{\"v\":" + value + "}]").misshapen();

        assertThat(row.problem())
                .startsWith("column \"v\" holds half of a surrogate pair, in \"")
                .endsWith("\"; send whole characters");
        assertThat(row.json()).isTrue();
        assertThat(Sent.json("[" + row.raw() + "]").misshapen()).isEqualTo(row);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NaN", "Infinity", "-Infinity", "01", "1.", ".5", "+1", "0x1", "1e", "TRUE", "'a'", "undefined"})
    void whatIsNoJsonIsMalformed(String value) {
        assertThat(Sent.json("[{\"v\":1},\n{\"v\":" + value + "}]")
                        .refused(RefusalCode.MALFORMED)
                        .message())
                .startsWith("the body is no JSON that can be read: line 2, column ")
                .endsWith("; mend it and send the whole batch again");
    }

    @Test
    void keyThatStandsTwiceInsideAValueFailsItsRow() {
        var row = Sent.json("[{\"v\":{\"a\":[{\"x\":1,\"X\":2,\"x\":3}]}}]").misshapen();

        assertThat(row.problem())
                .isEqualTo("column \"v\" has the key \"x\" twice, at \"/0/v/a/0/x\"; "
                        + "MySQL would drop one of them, keep one yourself");
        assertThat(row.raw()).isEqualTo("{\"v\":{\"a\":[{\"x\":1,\"X\":2,\"x\":3}]}}");
    }

    @Test
    void equalKeysOfDifferentObjectsAreNoTwins() {
        assertThat(Sent.json("[{\"v\":{\"x\":{\"x\":1},\"y\":{\"x\":1}}}]").value())
                .isEqualTo(new Value.Json("{\"x\":{\"x\":1},\"y\":{\"x\":1}}"));
    }

    @Test
    void nestingToTheLimitIsTakenAndBeyondItRefused() {
        Sent sent = Sent.json("[{\"v\":" + "[".repeat(100) + "]".repeat(100) + "}]");

        assertThat(sent.value()).isEqualTo(new Value.Json("[".repeat(100) + "]".repeat(100)));
        assertThat(sent.within(new Target.Limits(1_000, 10, 10, 99))
                        .refused(RefusalCode.TOO_LARGE)
                        .message())
                .isEqualTo(
                        "column \"v\" is nested deeper than 99 levels, the limit of this target; send a flatter value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"v\":", "{\"columns\":[\"v\"],\"rows\":[[", "[", "{\"rows\":[", "[[1],"})
    void nestingOfAMillionLevelsIsRefused(String start) {
        for (String bracket : new String[] {"[", "{\"a\":"}) {
            String deep = start + bracket.repeat(1_000_000);
            assertThat(Sent.json(deep).refused(RefusalCode.TOO_LARGE).message()).contains("nested deeper than");
        }
    }
}

package io.rowcall.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TraceTest {

    @Test
    void kindsAndPlacesAreKeptAndMessagesAreNot() {
        Exception thrown =
                new IllegalStateException("secret", new NumberFormatException("For input string: \"secret\""));
        thrown.addSuppressed(new RuntimeException("secret"));
        StringWriter printed = new StringWriter();

        Trace.of(thrown).printStackTrace(new PrintWriter(printed, true));

        assertThat(printed.toString())
                .contains("java.lang.IllegalStateException")
                .contains("java.lang.NumberFormatException")
                .contains("at io.rowcall.batch.TraceTest.kindsAndPlacesAreKeptAndMessagesAreNot(")
                .doesNotContain("secret");
    }

    @Test
    void chainOfCausesWithoutAnEndIsCut() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);

        assertThat(Trace.of(first)).hasNoSuppressedExceptions();
    }

    @Test
    void textOfOthersStaysOnOneLine() {
        assertThat(OneLine.of("a\r\nb\u001b[2J\u2028c\ud800")).isEqualTo("a\\u000d\\u000ab\\u001b[2J\\u2028c\\ud800");
        assertThat(OneLine.of("x".repeat(501))).isEqualTo("x".repeat(500) + "…");
        assertThat(OneLine.of(null)).isEqualTo("null");
    }
}

package io.rowcall.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class ExcerptTest {

    @Test
    void plainTextIsShownAsItIs() {
        assertThat(Excerpt.quoted("Ada é 😀")).isEqualTo("\"Ada é 😀\"");
    }

    @Test
    void whatCouldHarmALogOrATerminalIsEscaped() {
        assertThat(Excerpt.quoted("a\r\n\u001b[31m\u0000\u202e\u2028\ud800\u009f\ufeff\udb40\udc41"))
                .isEqualTo("\"a\\u000d\\u000a\\u001b[31m\\u0000\\u202e\\u2028\\ud800\\u009f\\ufeff\\udb40\\udc41\"");
    }

    @Test
    void longTextIsCutBetweenCharacters() {
        assertThat(Excerpt.plain("x".repeat(60), 60)).isEqualTo("x".repeat(60));
        assertThat(Excerpt.plain("x".repeat(61), 60)).isEqualTo("x".repeat(60) + "…");
        assertThat(Excerpt.plain("x".repeat(59) + "😀y", 60)).isEqualTo("x".repeat(59) + "😀…");
    }

    @Test
    void messagesAreTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(Sent.json("[{\"v\":" + "1".repeat(1_001) + "}]")
                            .misshapen()
                            .problem())
                    .isEqualTo("column \"v\" is a number of 1,001 characters; the limit is 1,000");
        } finally {
            Locale.setDefault(before);
        }
    }
}

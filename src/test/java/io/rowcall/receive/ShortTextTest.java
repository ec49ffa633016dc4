package io.rowcall.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ShortTextTest {

    @Test
    void textThatFitsStaysAsItIs() {
        String text = "é".repeat(127);

        assertThat(ShortText.fitting(text)).isSameAs(text);
    }

    @Test
    void latinTextReadAsUtf8IsCutToWhatCanBeWrittenAgain() {
        String text = new String("é".repeat(200).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);

        assertThat(ShortText.fits(text)).isFalse();
        assertThat(ShortText.fitting(text)).isEqualTo("�".repeat(85));
    }
}

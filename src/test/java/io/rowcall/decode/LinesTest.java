package io.rowcall.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void linesAreCutAlikeHoweverTheirBytesArrive() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(
                        switch (random.nextInt(6)) {
                            case 0 -> "\n";
                            case 1 -> "\r";
                            case 2 -> "\r\n";
                            case 3 -> "é";
                            case 4 -> "x".repeat(random.nextInt(9_000));
                            default -> "y";
                        });
            }
            assertThat(cut(text.toString(), true, random))
                    .as("seed %d, round %d", seed, round)
                    .containsExactly(split(text.toString(), "(?<=\n)|(?<=\r)(?!\n)"));
            assertThat(cut(text.toString(), false, random))
                    .as("seed %d, round %d", seed, round)
                    .containsExactly(split(text.toString(), "(?<=\n)"));
        }
    }

    private static String[] split(String text, String ends) {
        return text.isEmpty() ? new String[0] : text.split(ends, 0);
    }

    private static List<String> cut(String text, boolean endAtCarriageReturn, Random random) {
        List<String> cut = new ArrayList<>();
        try (Lines lines = new Lines(hesitating(text, random), endAtCarriageReturn)) {
            while (lines.next()) {
                cut.add(lines.text());
                assertThat(lines.number()).isEqualTo(cut.size());
            }
            assertThat(lines.next()).isFalse();
        }
        return cut;
    }

    private static InputStream hesitating(String text, Random random) {
        return new ByteArrayInputStream(text.getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, 1 + random.nextInt(Math.min(length, 10_000)));
            }
        };
    }
}

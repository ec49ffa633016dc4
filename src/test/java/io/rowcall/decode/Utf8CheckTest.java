package io.rowcall.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8CheckTest {

    @Test
    void judgesAsThePlatformsDecoderDoes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = random.nextInt(10) == 0 ? randomBytes(random) : nearlyUtf8(random);

            boolean expected = decodes(bytes);

            assertThat(check(bytes, bytes.length))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(expected);
            assertThat(check(bytes, 1 + random.nextInt(8)))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(expected);
        }
    }

    private static byte[] randomBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(6)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Characters at the edges of their lengths, sometimes with one byte changed or cut off. */
    private static byte[] nearlyUtf8(Random random) {
        int[] edges = {
            0, 0x7F, 0x80, 0x7FF, 0x800, 0xFFF, 0x1000, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x3FFFF, 0x40000, 0x10FFFF
        };
        StringBuilder text = new StringBuilder("x".repeat(random.nextInt(20)));
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.appendCodePoint(edges[random.nextInt(edges.length)]);
        }
        byte[] bytes = text.append("y".repeat(random.nextInt(10))).toString().getBytes(UTF_8);
        if (random.nextBoolean()) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    private static boolean check(byte[] bytes, int blockSize) {
        Utf8Check check = new Utf8Check();
        for (int from = 0; from < bytes.length; from += blockSize) {
            byte[] block = java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + blockSize));
            check.add(block, block.length);
        }
        return check.firstBad() < 0;
    }

    private static boolean decodes(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}

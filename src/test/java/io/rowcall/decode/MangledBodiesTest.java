package io.rowcall.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.rowcall.batch.Row;
import io.rowcall.decode.BatchDecoder.Decoded;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever arrives is answered: a batch or a refusal, never an exception. */
class MangledBodiesTest {

    private static final List<Sent> WHOLE = List.of(
            Sent.json("[{\"id\":1,\"name\":\"Ada\\u00e9\",\"doc\":{\"a\":[1.5e3,null,true]}},{\"id\":2}, 7]"),
            Sent.json("{\"columns\":[\"id\",\"n\"],\"rows\":[[1,\"é\"],[2]],\"rowIds\":[\"a\",\"b\"]}"),
            Sent.ndjson("{\"id\":1,\"name\":\"Ada\"}\r\n\n{\"id\":2,\"doc\":[{}]}\n{\"id\":"),
            Sent.csv("id,name\r\n1,\"A\"\"d\r\na\"\n2,\n\"3\"x,\n4,😀"),
            Sent.json("[{\"id\":1,\"name\":\"Ada\"},{\"id\":2}]").gzipped());

    private static final byte[] SPICE =
            "[]{}\",:\\\n\r\0u0e-9tfn \ud83d\u00e9".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    @Test
    void anyBytesAreAnswered() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 30_000; round++) {
            Sent sent = WHOLE.get(random.nextInt(WHOLE.size()));
            byte[] body = mangle(sent.body(), random);
            assertThatCode(() -> answer(sent.body(body)))
                    .as("seed %d, round %d", seed, round)
                    .doesNotThrowAnyException();
        }
    }

    private static byte[] mangle(byte[] whole, Random random) {
        byte[] body = whole.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(body.length);
            switch (random.nextInt(4)) {
                case 0 -> body[at] = (byte) random.nextInt(256);
                case 1 -> body[at] = SPICE[random.nextInt(SPICE.length)];
                case 2 -> body = java.util.Arrays.copyOf(body, at + 1);
                default -> {
                    int from = random.nextInt(body.length);
                    int length = Math.min(random.nextInt(12), body.length - Math.max(from, at));
                    System.arraycopy(body, from, body, at, length);
                }
            }
        }
        return body;
    }

    private static void answer(Sent sent) {
        switch (sent.decode()) {
            case Decoded.Accepted accepted -> {
                for (Row row : sent.rows()) {
                    if (row instanceof Row.Misshapen misshapen) {
                        Sent.assertFitForPeople(misshapen.problem());
                    }
                }
            }
            case Decoded.Refused refused -> {
                Sent.assertFitForPeople(refused.refusal().message());
                assertThat(refused.hash().hex()).hasSize(64);
            }
        }
    }
}

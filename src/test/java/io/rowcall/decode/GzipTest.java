package io.rowcall.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.RefusalCode;
import io.rowcall.batch.Target;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class GzipTest {

    private static final Sent SENT = Sent.json("[{\"id\":1},{\"id\":2}]");

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    @Test
    void membersInARowAreOneBody() {
        byte[] members = join(
                Sent.gzip("[{\"id\":1}".getBytes(UTF_8)),
                Sent.gzip(new byte[0]),
                Sent.gzip(",{\"id\":2}]".getBytes(UTF_8)));

        Sent sent = SENT.body(members).encoded("gzip");

        assertThat(sent.rows()).isEqualTo(SENT.rows());
        assertThat(sent.accepted().hash()).isEqualTo(SENT.accepted().hash());
        assertThat(sent.accepted().bytes()).isEqualTo(SENT.body().length);
    }

    @Test
    void headerWithAllItsOptionsIsSkipped() {
        byte[] plain = Sent.gzip(SENT.body());
        byte[] start = Arrays.copyOf(plain, 10);
        start[3] = 2 | 4 | 8 | 16;
        byte[] options = join(new byte[] {3, 0, 'e', 'x', 't'}, "rows.json\0".getBytes(UTF_8), "hi\0".getBytes(UTF_8));
        CRC32 crc = new CRC32();
        crc.update(start);
        crc.update(options);
        byte[] checksum = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
        byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);

        assertThat(SENT.body(join(start, options, checksum, rest))
                        .encoded("gzip")
                        .rows())
                .isEqualTo(SENT.rows());
    }

    @Test
    void bodyCutShortIsMalformedWhereverItIsCut() {
        byte[] whole = Sent.gzip(SENT.body());
        for (int length = 0; length < whole.length; length++) {
            String message = SENT.body(Arrays.copyOf(whole, length))
                    .encoded("gzip")
                    .refused(RefusalCode.MALFORMED)
                    .message();
            assertThat(message)
                    .startsWith("the gzip body " + (length < 2 ? "doesn't start with" : "ends in the middle, after "))
                    .endsWith("; nothing of it was read, send it again whole");
        }
    }

    @Test
    void bodyThatWasNeverCompressedIsMalformed() {
        assertThat(SENT.encoded("gzip").refused(RefusalCode.MALFORMED).message())
                .contains(
                        "doesn't start with the bytes 1f 8b of gzip; where it isn't compressed, leave content_encoding out");
    }

    @Test
    void whatFollowsTheLastMemberIsMalformedAndNeverDropped() {
        for (byte[] rubbish : new byte[][] {{0}, {0x1f}, "{\"id\":3}".getBytes(UTF_8), new byte[100]}) {
            assertThat(SENT.body(join(Sent.gzip(SENT.body()), rubbish))
                            .encoded("gzip")
                            .refused(RefusalCode.MALFORMED)
                            .message())
                    .contains("goes on after its last gzip member");
        }
    }

    @Test
    void changedByteIsMalformedOrHarmless() {
        byte[] whole = Sent.gzip(SENT.body());
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x55;
            boolean header = at >= 3 && at <= 9; // flags, time, hints, operating system: some change nothing
            var decoded = SENT.body(changed).encoded("gzip").decode();
            if (decoded instanceof BatchDecoder.Decoded.Accepted accepted) {
                assertThat(header).as("byte %d", at).isTrue();
                assertThat(accepted.batch().hash()).isEqualTo(SENT.accepted().hash());
            }
        }
    }

    @Test
    void bombIsRefusedWithoutInflatingIt() {
        byte[] bomb = Sent.gzip(new byte[200 << 20]);

        assertThat(SENT.body(bomb)
                        .encoded("gzip")
                        .refused(RefusalCode.TOO_LARGE)
                        .message())
                .isEqualTo(
                        "the body's %,d bytes inflate to more than 100 times as much, the limit above 1,048,576 bytes; send it without compression, or its rows in several batches"
                                .formatted(bomb.length));
    }

    @Test
    void smallBodyMayInflateAsMuchAsItWants() {
        byte[] rows = ("[" + "{\"id\":1},".repeat(110_000) + "{}]").getBytes(UTF_8);
        Sent sent = SENT.body(rows).gzipped();

        assertThat(rows.length / sent.body().length).isGreaterThan(100);
        assertThat(sent.accepted().rowCount()).isEqualTo(110_001);
    }

    @Test
    void limitOfBytesGoesByTheInflatedBody() {
        byte[] random = new byte[3_000];
        new Random(1).nextBytes(random);
        byte[] rows = ("[{\"v\":\"" + java.util.HexFormat.of().formatHex(random) + "\"}]").getBytes(UTF_8);
        Sent sent = SENT.body(rows).gzipped();

        sent.within(new Target.Limits(rows.length, 10, 10, 10)).accepted();
        assertThat(sent.within(new Target.Limits(rows.length - 1, 10, 10, 10))
                        .refused(RefusalCode.TOO_LARGE)
                        .message())
                .isEqualTo(
                        "the body holds more than 6,009 bytes inflated, the limit of target users; send its rows in several batches");
    }
}

package io.rowcall.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowcall.batch.BatchKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class CallBodyTest {

    private static final BatchKey KEY = new BatchKey("users", "b1");

    private final Room room = new Room(1 << 20);

    @Test
    void bodyIsReadWholeWhetherItsLengthIsKnownOrNot() throws IOException {
        for (int size : new int[] {0, 1, 65_535, 65_536, 65_537, 300_000}) {
            byte[] sent = bytes(size);
            for (long announced : new long[] {size, -1}) {
                try (CallBody body = read(sent, announced, size)) {
                    assertThat(body.bytes()).isEqualTo(sent);
                }
            }
        }
        assertAllRoomIsBack();
    }

    @Test
    void shorterBodyThanAnnouncedKeepsNoMoreRoomThanItNeeds() throws IOException {
        try (CallBody body = read(bytes(10), 500_000, 1 << 20)) {
            assertThat(body.bytes()).hasSize(10);
            assertThat(room.take((1 << 20) - 10)).isTrue();
            room.give((1 << 20) - 10);
        }
        assertAllRoomIsBack();
    }

    @Test
    void oneByteBeyondTheLimitIsTooLarge() {
        assertThatThrownBy(() -> read(bytes(101), 101, 100)).isInstanceOfSatisfying(Problem.class, this::tooLarge);
        assertThatThrownBy(() -> read(bytes(101), -1, 100)).isInstanceOfSatisfying(Problem.class, this::tooLarge);
        assertThatThrownBy(() -> read(bytes(65_537), -1, 65_536)).isInstanceOfSatisfying(Problem.class, this::tooLarge);
        assertAllRoomIsBack();
    }

    private void tooLarge(Problem problem) {
        assertThat(problem.getStatusCode()).isEqualTo(HttpStatus.CONTENT_TOO_LARGE);
    }

    @Test
    void bodyThatFindsNoRoomIsTurnedAwayAndTakesNone() {
        room.take(900_000);
        for (long announced : new long[] {200_000, -1}) {
            assertThatThrownBy(() -> read(bytes(200_000), announced, 1 << 20))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE));
        }
        room.give(900_000);
        assertAllRoomIsBack();
    }

    @Test
    void callerThatGoesAwayGivesItsRoomBack() {
        InputStream broken = new InputStream() {
            private int left = 1_000;

            @Override
            public int read() throws IOException {
                if (left-- <= 0) {
                    throw new IOException("gone");
                }
                return 'x';
            }
        };
        assertThatThrownBy(() -> CallBody.read(broken, 5_000, 1 << 20, room, KEY))
                .isInstanceOf(IOException.class);
        assertAllRoomIsBack();
    }

    @Test
    void roomIsTakenAsLongAsThePublisherHoldsTheBytes() throws IOException {
        CompletableFuture<String> published = new CompletableFuture<>();
        try (CallBody body = read(bytes(1_000), 1_000, 1 << 20)) {
            body.heldUntil(published);
        }
        assertThat(room.take(1 << 20)).isFalse();
        published.complete("confirmed");
        assertAllRoomIsBack();
    }

    private CallBody read(byte[] sent, long announced, long limit) throws IOException {
        return CallBody.read(new ByteArrayInputStream(sent), announced, limit, room, KEY);
    }

    private void assertAllRoomIsBack() {
        assertThat(room.take(1 << 20)).isTrue();
        room.give(1 << 20);
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}

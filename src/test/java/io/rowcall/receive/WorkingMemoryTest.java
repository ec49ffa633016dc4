package io.rowcall.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WorkingMemoryTest {

    private static final int LARGE = 16 << 20;

    /** Room for one of the largest bodies and a bit. */
    private final WorkingMemory memory = new WorkingMemory(256L << 20);

    @Test
    void smallBodiesNeedNotAsk() {
        assertThat(memory.hasToAskFor(1 << 20)).isFalse();
        assertThat(memory.hasToAskFor((1 << 20) + 1)).isTrue();
    }

    @Test
    void secondLargeBodyWaitsUntilTheFirstIsDone() throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(1);
        int first = memory.take(LARGE);
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> takeAndGive(LARGE, taken));
        await().during(Duration.ofMillis(200)).atMost(Duration.ofSeconds(5)).until(() -> taken.getCount() == 1);
        memory.give(first);
        await().until(() -> taken.getCount() == 0);
        second.join();
    }

    @Test
    void bodyLargerThanAllOfItTakesAllOfIt() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            memory.give(memory.take(1L << 40));
        }
    }

    private void takeAndGive(long bytes, CountDownLatch taken) {
        try {
            memory.give(memory.take(bytes));
            taken.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

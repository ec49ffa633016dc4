package io.rowcall.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.BatchKey;
import io.rowcall.testing.Scene;
import org.junit.jupiter.api.Test;

/** What one worker knows of an attempt, the next worker has to know too. */
class AttemptsIT {

    @Test
    void attemptExcusedByOneWorkerDoesNotCountForAnother() {
        try (Scene scene = Scene.create("attempts")) {
            Attempts one = scene.start(scene.worker()).part(Attempts.class);
            Attempts other = scene.start(scene.worker()).part(Attempts.class);
            BatchKey key = new BatchKey("users", "held");

            for (int outage = 0; outage <= Attempts.MAX; outage++) {
                assertThat(one.raise(key)).isEqualTo(1);
                one.excuse(key);
                assertThat(other.raise(key)).isEqualTo(1);
                other.excuse(key);
            }
        }
    }
}

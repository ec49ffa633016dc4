package io.rowcall.faults;

import static io.rowcall.faults.Pace.last;

import io.rowcall.batch.Wire;
import io.rowcall.testing.Direction;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;

/** What can happen to the broker and to the links to it. Each blocks until it is over. */
final class BrokerFaults {

    static String kill(Stage stage, SplittableRandom random) throws InterruptedException {
        Duration down = Duration.ofMillis(random.nextInt(2_000));
        try {
            stage.servers().killRabbit();
            last(down);
        } finally {
            stage.servers().startRabbit();
        }
        return "kill -9 of the broker, started again after " + down.toMillis() + " ms";
    }

    static String freeze(Stage stage, SplittableRandom random) throws InterruptedException {
        Duration duration = someSeconds(random);
        try {
            stage.servers().freezeRabbit();
            last(duration);
        } finally {
            stage.servers().thawRabbit();
        }
        return "the broker frozen for " + duration.toMillis() + " ms";
    }

    static String rejectResults(Stage stage, SplittableRandom random) throws InterruptedException {
        Duration duration = someSeconds(random);
        try {
            // What goes to a subscriber at once would not fill it.
            stage.answers().pause();
            stage.broker().policy("full", "^rowcall\\.results$", Map.of("max-length", 1, "overflow", "reject-publish"));
            last(duration);
            stage.awaitWork();
        } finally {
            stage.broker().deletePolicy("full");
            stage.answers().resume();
        }
        return "the result queue full for " + duration.toMillis() + " ms";
    }

    static String unbindResults(Stage stage, SplittableRandom random) throws InterruptedException {
        Duration duration = someSeconds(random);
        try {
            stage.broker().unbind(Wire.RESULTS, Wire.RESULTS, "#");
            last(duration);
        } finally {
            stage.broker().bind(Wire.RESULTS, Wire.RESULTS, "#");
        }
        return "the result queue unbound for " + duration.toMillis() + " ms";
    }

    static String memoryAlarm(Stage stage, SplittableRandom random) throws InterruptedException {
        Duration duration = someSeconds(random);
        try {
            stage.servers().memoryAlarm(true);
            last(duration);
        } finally {
            stage.servers().memoryAlarm(false);
        }
        return "memory alarm for " + duration.toMillis() + " ms";
    }

    static String cut(Stage stage, SplittableRandom random) throws InterruptedException {
        Duration refused = Duration.ofMillis(random.nextInt(2_000));
        try {
            stage.brokerLink().refuse();
            last(refused);
        } finally {
            stage.brokerLink().restore();
        }
        return "all links to the broker cut, new ones refused for " + refused.toMillis() + " ms";
    }

    static String cutAmidFrame(Stage stage, SplittableRandom random) throws InterruptedException {
        Direction direction = random.nextBoolean() ? Direction.TO_SERVER : Direction.TO_CLIENT;
        int bytes = random.nextInt(1, 60_000);
        try {
            stage.brokerLink().cutAfterBytes(direction, bytes);
            last(Duration.ofSeconds(2));
        } finally {
            stage.brokerLink().restore();
        }
        return "a link to the broker cut after " + bytes + " bytes " + direction;
    }

    static String blackHole(Stage stage, SplittableRandom random) throws InterruptedException {
        Duration duration = someSeconds(random);
        try {
            stage.brokerLink().blackHole();
            last(duration);
        } finally {
            stage.brokerLink().restore();
        }
        return "nothing arrives at or from the broker for " + duration.toMillis() + " ms";
    }

    static String delay(Stage stage, SplittableRandom random) throws InterruptedException {
        Duration duration = someSeconds(random);
        Duration each = Duration.ofMillis(random.nextInt(20, 200));
        try {
            stage.brokerLink().delay(each);
            last(duration);
        } finally {
            stage.brokerLink().restore();
        }
        return "the links to the broker " + each.toMillis() + " ms slower for " + duration.toMillis() + " ms";
    }

    static Duration someSeconds(SplittableRandom random) {
        return Duration.ofMillis(random.nextInt(1_000, 5_000));
    }

    private BrokerFaults() {}
}

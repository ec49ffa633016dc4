package io.rowcall.apply;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code rowcall.apply.*}.
 *
 * @param workDeadline a group that takes longer is rolled back; must stay well below the broker's consumer timeout,
 *     30 minutes by default, after which the same batch would be with two workers
 * @param firstPause how long a target is held after a failure, at first; doubled with each further one
 * @param longestPause how long it is held at most before the next try
 * @param brakePercent when so many of the last rows fail with one code, the target is held until an operator resumes
 *     it: somebody sends the wrong thing, and the result queue would only be flooded. 0 turns the brake off
 * @param brakeRows the last rows that the brake looks at, at least
 * @param brakeBatches the last batches that the brake looks at, at least: one bad file is nobody's flood
 */
@ConfigurationProperties("rowcall.apply")
record ApplyProperties(
        @DefaultValue("5m") Duration workDeadline,
        @DefaultValue("1s") Duration firstPause,
        @DefaultValue("60s") Duration longestPause,
        @DefaultValue("95") int brakePercent,
        @DefaultValue("10000") int brakeRows,
        @DefaultValue("20") int brakeBatches) {

    ApplyProperties {
        if (workDeadline.compareTo(Duration.ofMinutes(25)) > 0 || workDeadline.isNegative()) {
            throw new IllegalArgumentException(
                    "rowcall.apply.work-deadline is " + workDeadline + "; it takes up to 25m");
        }
        if (firstPause.toMillis() < 1 || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException("rowcall.apply.first-pause is " + firstPause + " and longest-pause is "
                    + longestPause + "; they take 1ms or more, the second no less than the first");
        }
        if (brakePercent < 0 || brakePercent > 100) {
            throw new IllegalArgumentException(
                    "rowcall.apply.brake-percent is " + brakePercent + "; it takes 0 to 100");
        }
        if (brakeRows < 1 || brakeBatches < 1) {
            throw new IllegalArgumentException("rowcall.apply.brake-rows is " + brakeRows + " and brake-batches is "
                    + brakeBatches + "; they take 1 or more");
        }
    }
}

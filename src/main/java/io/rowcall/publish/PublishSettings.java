package io.rowcall.publish;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How patiently and how much at a time a {@link BatchPublisher} publishes.
 *
 * @param confirmTimeout how long to wait for a confirm before the batch is published again, at least 1 ms. Longer than
 *     a quorum queue takes to elect a leader (up to 15 s), or copies pile up while it does
 * @param deadline how long to try at all, counted from where {@code publish} returns; at least the confirm timeout
 * @param windowBatches how many batches may be without a confirm at once, at least 1; hides the way to the broker and
 *     back
 * @param windowBytes how many bytes of bodies may be without a confirm at once, up to 2 GiB; bounds the heap they take
 */
@ConfigurationProperties("rowcall.publish")
public record PublishSettings(
        @DefaultValue("30s") Duration confirmTimeout,
        @DefaultValue("2m") Duration deadline,
        @DefaultValue("256") int windowBatches,
        @DefaultValue("64MB") DataSize windowBytes) {

    @ConstructorBinding
    public PublishSettings {
        require(confirmTimeout.toMillis() >= 1, "confirm-timeout is at least 1ms");
        require(deadline.compareTo(confirmTimeout) >= 0, "deadline is at least rowcall.publish.confirm-timeout");
        require(windowBatches >= 1, "window-batches is at least 1");
        require(
                windowBytes.toBytes() >= 1 && windowBytes.toBytes() <= Integer.MAX_VALUE,
                "window-bytes is from 1B to just below 2GB");
    }

    /** Good for most: 30 s a try, 2 minutes in all, 256 batches or 64 MiB at once. */
    public static PublishSettings defaults() {
        return new PublishSettings(Duration.ofSeconds(30), Duration.ofMinutes(2), 256, DataSize.ofMegabytes(64));
    }

    /** The same with another deadline; the confirm timeout shrinks with it. */
    public PublishSettings withDeadline(Duration other) {
        Duration confirm = confirmTimeout.compareTo(other) > 0 ? other : confirmTimeout;
        return new PublishSettings(confirm, other, windowBatches, windowBytes);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("rowcall.publish." + rule);
        }
    }
}

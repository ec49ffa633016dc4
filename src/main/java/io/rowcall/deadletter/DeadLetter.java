package io.rowcall.deadletter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter at a glance. What the worker writes is null where somebody else put the message there.
 *
 * @param id 16 hexadecimal digits that follow from all that the message holds: it keeps them wherever it stands in the
 *     queue, and a copy refused at another time has others
 * @param target the routing key it was dead-lettered with, {@code unknown} where no target accounts for it
 * @param batchId the batch's id, null where it had none
 * @param code why it was refused
 * @param reason the same for a person, at most 1 KiB of it
 * @param refusedAt when, by the database's clock
 * @param replayUntil until when it may be replayed, by the same clock
 * @param bytes size of the body as sent
 * @param beginning of the body, inflated, some 80 characters; not fit for terminals as it is
 */
public record DeadLetter(
        String id,
        String target,
        @Nullable String batchId,
        @Nullable String code,
        @Nullable String reason,
        @Nullable Instant refusedAt,
        @Nullable Instant replayUntil,
        int bytes,
        String beginning) {}

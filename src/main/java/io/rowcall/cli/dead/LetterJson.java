package io.rowcall.cli.dead;

import io.rowcall.deadletter.DeadLetter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dead letter for programs. */
final class LetterJson {

    static Map<String, @Nullable Object> of(DeadLetter letter) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("id", letter.id());
        members.put("target", letter.target());
        members.put("batchId", letter.batchId());
        members.put("code", letter.code());
        members.put("reason", letter.reason());
        members.put("refusedAt", text(letter.refusedAt()));
        members.put("replayUntil", text(letter.replayUntil()));
        members.put("bytes", letter.bytes());
        members.put("beginning", letter.beginning());
        return members;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private LetterJson() {}
}

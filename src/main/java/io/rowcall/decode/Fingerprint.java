package io.rowcall.decode;

import io.rowcall.batch.ContentHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 over all that decides what a batch does. Each word is preceded by its length and the body comes last, so no
 * two batches run together to the same bytes.
 */
final class Fingerprint {

    private final MessageDigest digest;

    private Fingerprint(String... words) {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            digest.update((byte) bytes.length);
            digest.update(bytes);
        }
    }

    /** Of a batch; its inflated body is still to be added. */
    static Fingerprint of(BodyFormat format, Instructions instructions) {
        return new Fingerprint(
                "batch",
                format.mediaType(),
                instructions.policy().word(),
                instructions.dryRun() ? "dry run" : "real run");
    }

    /** Of a message whose body can't be read or wasn't tried: the bytes as delivered. */
    static ContentHash ofUnread(byte[] body) {
        Fingerprint fingerprint = new Fingerprint("unread");
        fingerprint.add(body, body.length);
        return fingerprint.finish();
    }

    void add(byte[] bytes, int length) {
        digest.update(bytes, 0, length);
    }

    ContentHash finish() {
        return ContentHash.of(digest.digest());
    }
}

package io.rowcall.batch;

import java.util.HexFormat;

/**
 * SHA-256 over all that decides what a batch does: its inflated body, content type, policy and dry-run flag.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record ContentHash(String hex) {

    /** Takes the 32 bytes of a SHA-256 digest. */
    public static ContentHash of(byte[] sha256) {
        return new ContentHash(HexFormat.of().formatHex(sha256));
    }

    /** The 32 bytes of the digest. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}

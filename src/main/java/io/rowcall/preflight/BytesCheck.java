package io.rowcall.preflight;

import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Value;

/**
 * BINARY, VARBINARY and BLOB.
 *
 * @param exact whether it takes no fewer bytes either, since BINARY fills them up with zeros
 */
record BytesCheck(long limit, boolean exact) implements ValueCheck {

    @Override
    public Judgement check(Value value) {
        byte[] bytes = Base64Text.bytes(value);
        if (bytes == null) {
            return ValueCheck.wrongType("bytes as base64 text with padding", value);
        }
        if (bytes.length > limit) {
            return Fault.ofSize(ReasonCode.TOO_LONG, "bytes", limit, bytes.length, "Shorten it, or widen the column.");
        }
        if (exact && bytes.length < limit) {
            return new Fault(
                    ReasonCode.WRONG_TYPE,
                    "takes exactly %d bytes, not %d".formatted(limit, bytes.length),
                    String.valueOf(limit),
                    String.valueOf(bytes.length),
                    "",
                    "Send all of them, or make the column VARBINARY.");
        }
        return new Bound.Bytes(bytes);
    }
}

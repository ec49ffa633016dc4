package io.rowcall.preflight;

import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Value;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** BIT(n): base64 of its bytes, the highest first; BIT(1) also true, false, 1 and 0. Zero bits in front don't count. */
record BitCheck(int bits) implements ValueCheck {

    @Override
    public Judgement check(Value value) {
        byte[] bytes = bits == 1 ? truth(value) : null;
        if (bytes == null) {
            bytes = Base64Text.bytes(value);
        }
        if (bytes == null || bytes.length == 0) {
            return ValueCheck.wrongType(
                    bits == 1 ? "true, false, 1, 0 or base64 text of a byte" : "base64 text of %d bits".formatted(bits),
                    value);
        }
        int actual = new BigInteger(1, bytes).bitLength();
        if (actual > bits) {
            return Fault.ofSize(ReasonCode.TOO_LONG, "bits", bits, actual, "Send fewer bits, or widen the column.");
        }
        int extra = Math.max(bytes.length - (bits + 7) / 8, 0);
        return new Bound.Bytes(Arrays.copyOfRange(bytes, extra, bytes.length));
    }

    private static byte @Nullable [] truth(Value value) {
        Bound truth = Truth.of(value);
        String numeral = truth instanceof Bound.Text text ? text.text() : ValueCheck.numeral(value);
        Digits digits = numeral == null ? null : Digits.parse(numeral);
        if (digits == null || digits.negative() || digits.after() > 0 || digits.before() > 1) {
            return null;
        }
        return switch (digits.plain(0)) {
            case "0" -> new byte[] {0};
            case "1" -> new byte[] {1};
            default -> null;
        };
    }
}

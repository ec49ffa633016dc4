package io.rowcall.preflight;

import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Value;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** VECTOR(n): a list of 1 to n numbers, each taken as the nearest FLOAT, or base64 of their bytes, the lowest first. */
record VectorCheck(int dimensions) implements ValueCheck {

    @Override
    public Judgement check(Value value) {
        String text = ValueCheck.text(value);
        String list =
                value instanceof Value.Json json ? json.json() : text != null && text.startsWith("[") ? text : null;
        byte[] bytes = list == null ? Base64Text.bytes(value) : bytes(JsonText.tree(list));
        if (bytes == null || !finite(bytes)) {
            return ValueCheck.wrongType("a list of 1 to %d numbers in the range of FLOAT".formatted(dimensions), value);
        }
        int actual = bytes.length / Float.BYTES;
        return actual > dimensions
                ? Fault.ofSize(ReasonCode.TOO_LONG, "numbers", dimensions, actual, "Send fewer, or widen the column.")
                : new Bound.Bytes(bytes);
    }

    private static byte @Nullable [] bytes(JsonNode list) {
        if (!list.isArray()) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(list.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (JsonNode element : list) {
            if (!element.isNumber()) {
                return null;
            }
            BigDecimal number = element.decimalValue();
            float nearest = Float.parseFloat(number.toString());
            if (nearest == 0 && number.signum() != 0) {
                return null;
            }
            bytes.putFloat(nearest);
        }
        return bytes.array();
    }

    private static boolean finite(byte[] bytes) {
        if (bytes.length == 0 || bytes.length % Float.BYTES != 0) {
            return false;
        }
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (numbers.hasRemaining()) {
            if (!Float.isFinite(numbers.getFloat())) {
                return false;
            }
        }
        return true;
    }
}

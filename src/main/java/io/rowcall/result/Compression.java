package io.rowcall.result;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The format of MySQL's COMPRESS(): the length before compression in four bytes, low byte first, then a zlib stream
 * (manual, "Encryption and Compression Functions"). So UNCOMPRESS() shows stored failures to people.
 */
final class Compression {

    private static final int LENGTH_BYTES = 4;

    static byte[] compress(byte[] plain) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(plain);
            deflater.finish();
            byte[] buffer = new byte[LENGTH_BYTES + plain.length + plain.length / 1000 + 64];
            ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN).putInt(plain.length);
            int length = LENGTH_BYTES;
            while (!deflater.finished()) {
                if (length == buffer.length) {
                    buffer = Arrays.copyOf(buffer, buffer.length * 2);
                }
                length += deflater.deflate(buffer, length, buffer.length - length);
            }
            return Arrays.copyOf(buffer, length);
        } finally {
            deflater.end();
        }
    }

    static byte[] uncompress(byte[] compressed) {
        Inflater inflater = new Inflater();
        try {
            byte[] plain = new byte
                    [ByteBuffer.wrap(compressed).order(ByteOrder.LITTLE_ENDIAN).getInt()];
            inflater.setInput(compressed, LENGTH_BYTES, compressed.length - LENGTH_BYTES);
            int length = 0;
            while (length < plain.length && !inflater.finished()) {
                int inflated = inflater.inflate(plain, length, plain.length - length);
                if (inflated == 0 && inflater.needsInput()) {
                    throw new DataFormatException("it ends in the middle");
                }
                length += inflated;
            }
            return plain;
        } catch (DataFormatException e) {
            throw new DamagedResultException("a stored page of failures is damaged: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }

    private Compression() {}
}

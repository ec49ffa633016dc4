package io.rowcall.decode;

import java.io.EOFException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Inflates gzip members, one after the other (RFC 1952), and checks each one's checksum and length.
 *
 * <p>The JDK's own GZIPInputStream takes whatever follows a member and isn't one itself for the end, without a word: a
 * damaged second member would lose its rows silently. Here it is an error.
 */
final class Gunzip extends InputStream {

    private static final int HAS_HEADER_CRC = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private final byte[] bytes;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private int at;
    private int members;
    private boolean inMember;

    Gunzip(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() throws ZipException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws ZipException {
        if (length == 0) {
            return 0;
        }
        try {
            while (inMember || startMember()) {
                int inflated = inflater.inflate(target, offset, length);
                if (inflated > 0) {
                    crc.update(target, offset, inflated);
                    return inflated;
                }
                if (inflater.finished()) {
                    endMember();
                } else if (inflater.needsInput() || inflater.needsDictionary()) {
                    throw new EOFException();
                }
            }
            return -1;
        } catch (EOFException e) {
            throw zip(Words.of("ends in the middle, after %,d of its bytes", bytes.length), e);
        } catch (DataFormatException e) {
            throw zip("is damaged near its byte " + (at + inflater.getBytesRead()), e);
        }
    }

    /** Moves past the header of the next member, if there is one. */
    private boolean startMember() throws ZipException, EOFException {
        if (members > 0 && at == bytes.length) {
            return false;
        }
        if (bytes.length - at < 2 || next() != 0x1f || next() != 0x8b) {
            throw zip(
                    members == 0
                            ? "doesn't start with the bytes 1f 8b of gzip; where it isn't compressed, leave content_encoding out"
                            : "goes on after its last gzip member with something that is none",
                    null);
        }
        if (next() != 8) {
            throw zip("uses a compression method other than deflate", null);
        }
        int flags = next();
        skip(6); // time, hints and operating system
        if ((flags & HAS_EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        skipText((flags & HAS_NAME) != 0);
        skipText((flags & HAS_COMMENT) != 0);
        skip((flags & HAS_HEADER_CRC) != 0 ? 2 : 0);
        inflater.reset();
        inflater.setInput(bytes, at, bytes.length - at);
        crc.reset();
        inMember = true;
        members++;
        return true;
    }

    private void endMember() throws ZipException, EOFException {
        at = bytes.length - inflater.getRemaining();
        if (nextInt() != (int) crc.getValue() || nextInt() != (int) inflater.getBytesWritten()) {
            throw zip("is damaged: its checksum or length is not that of its content", null);
        }
        inMember = false;
    }

    private int next() throws EOFException {
        if (at == bytes.length) {
            throw new EOFException();
        }
        return bytes[at++] & 0xFF;
    }

    private int nextInt() throws EOFException {
        return next() | next() << 8 | next() << 16 | next() << 24;
    }

    private void skip(int count) throws EOFException {
        if (bytes.length - at < count) {
            throw new EOFException();
        }
        at += count;
    }

    private void skipText(boolean present) throws EOFException {
        while (present && next() != 0) {
            // up to its closing zero
        }
    }

    private static ZipException zip(String problem, @Nullable Throwable cause) {
        ZipException exception = new ZipException("the gzip body " + problem);
        exception.initCause(cause);
        return exception;
    }

    @Override
    public void close() {
        inflater.end();
    }
}

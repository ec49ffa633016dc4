package io.rowcall.write;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the keys of the rows that one batch has put in, to tell a row that met its own batch from one that met the
 * table. Keeps 12 bytes a key and looks up by a 64-bit hash: two keys alike there would name the wrong row in a
 * message, nothing worse.
 */
final class InsertedKeys {

    private static final int NONE = -1;

    private long[] hashes = new long[64];
    private int[] rows = filled(64);
    private int size;

    /** Remembers that the row with this index put in this value of a key. Keys with a NULL part meet nothing. */
    void add(String key, List<@Nullable String> parts, int row) {
        if (hasNull(parts)) {
            return;
        }
        if (size * 2 >= rows.length) {
            grow();
        }
        put(hash(key, parts), row);
    }

    /** The index of the last row that put in this value of the key, or -1. */
    int find(String key, List<@Nullable String> parts) {
        if (hasNull(parts)) {
            return NONE;
        }
        long hash = hash(key, parts);
        for (int slot = slot(hash); rows[slot] != NONE; slot = slot + 1 & rows.length - 1) {
            if (hashes[slot] == hash) {
                return rows[slot];
            }
        }
        return NONE;
    }

    private static boolean hasNull(List<@Nullable String> parts) {
        for (String part : parts) {
            if (part == null) {
                return true;
            }
        }
        return false;
    }

    private void put(long hash, int row) {
        int slot = slot(hash);
        while (rows[slot] != NONE) {
            if (hashes[slot] == hash) {
                rows[slot] = row;
                return;
            }
            slot = slot + 1 & rows.length - 1;
        }
        hashes[slot] = hash;
        rows[slot] = row;
        size++;
    }

    private void grow() {
        long[] oldHashes = hashes;
        int[] oldRows = rows;
        hashes = new long[oldHashes.length * 2];
        rows = filled(hashes.length);
        size = 0;
        for (int i = 0; i < oldRows.length; i++) {
            if (oldRows[i] != NONE) {
                put(oldHashes[i], oldRows[i]);
            }
        }
    }

    private int slot(long hash) {
        return (int) (hash ^ hash >>> 32) & rows.length - 1;
    }

    private static int[] filled(int length) {
        int[] rows = new int[length];
        Arrays.fill(rows, NONE);
        return rows;
    }

    /** FNV-1a over the UTF-16 units, with an end mark after each part, and a last mix for the low bits. */
    private static long hash(String key, List<@Nullable String> parts) {
        long hash = mixedIn(0xcbf29ce484222325L, key);
        for (String part : parts) {
            hash = mixedIn(hash, String.valueOf(part));
        }
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        return hash ^ hash >>> 33;
    }

    private static long mixedIn(long hash, String text) {
        long mixed = hash;
        for (int i = 0; i < text.length(); i++) {
            mixed = (mixed ^ text.charAt(i)) * 0x100000001b3L;
        }
        return (mixed ^ 0x1FFFF) * 0x100000001b3L;
    }
}

package io.rowcall.web;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes may be taken at once, and how many are. */
final class Room {

    private final long size;
    private final AtomicLong free;

    Room(long size) {
        this.size = size;
        this.free = new AtomicLong(size);
    }

    long size() {
        return size;
    }

    /** Takes so many, or none where there aren't as many. Never waits: two that wait for each other never end. */
    boolean take(long bytes) {
        long before = free.getAndUpdate(left -> left >= bytes ? left - bytes : left);
        return before >= bytes;
    }

    void give(long bytes) {
        free.addAndGet(bytes);
    }
}

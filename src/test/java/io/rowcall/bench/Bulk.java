package io.rowcall.bench;

/**
 * A bare program: its way and over how many connections at once.
 */
record Bulk(BulkWay way, int connections) {

    @Override
    public String toString() {
        String name = way == BulkWay.INSERT ? "multi-row INSERT" : "LOAD DATA LOCAL";
        return name + " over " + connections + (connections == 1 ? " connection" : " connections");
    }
}

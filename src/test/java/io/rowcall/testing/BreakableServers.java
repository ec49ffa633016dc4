package io.rowcall.testing;

/** A pair of servers that a test may break, each in its own container. */
public final class BreakableServers {

    private final Containers containers;

    BreakableServers(Containers containers) {
        this.containers = containers;
    }

    public MySqlServer mysql() {
        return containers.servers().mysql();
    }

    public RabbitServer rabbit() {
        return containers.servers().rabbit();
    }
}

package io.rowcall.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import org.testcontainers.containers.GenericContainer;

/** Where a port of a container is reached. */
record Endpoint(String host, int port) {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1");
    private static final int PATIENCE_MILLIS = 500;

    /** The port that the engine publishes: it stays the same where it was chosen. */
    static Endpoint published(GenericContainer<?> container, int port) {
        return new Endpoint(container.getHost(), container.getMappedPort(port));
    }

    /**
     * The container's own address where it can be reached, since all that goes by the published port is copied by a
     * process of the engine on the way; else the published port.
     */
    static Endpoint direct(GenericContainer<?> container, int port) {
        Endpoint published = published(container, port);
        // The same address on another machine's engine may be anybody's.
        return !THIS_MACHINE.contains(published.host)
                ? published
                : container.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
                        .map(network -> new Endpoint(String.valueOf(network.getIpAddress()), port))
                        .filter(Endpoint::answers)
                        .findFirst()
                        .orElse(published);
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}

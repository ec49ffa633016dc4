package io.rowcall.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on loopback that breaks what passes through it.
 *
 * <ul>
 *   <li>{@link #cut}: present links end with a reset; new ones are welcome.
 *   <li>{@link #refuse}: no link at all, until {@link #restore}.
 *   <li>{@link #blackHole}: links stay open and nothing arrives, as behind a partition; on restore what was underway
 *       arrives late.
 *   <li>{@link #delay}: everything arrives later.
 *   <li>{@link #slice}: everything arrives in small pieces.
 *   <li>{@link #leadTo}: new links lead to another server, as after a failover.
 *   <li>{@link #cutAt}, {@link #cutAfterBytes}: one link is cut once, at a place in the conversation.
 * </ul>
 */
public final class FaultProxy implements AutoCloseable {

    private volatile InetSocketAddress server;
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private final List<Tripwire> tripwires = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Gate gate = new Gate();
    private final int port;
    private volatile @Nullable ServerSocket listener;

    private FaultProxy(InetSocketAddress server) throws IOException {
        this.server = server;
        this.port = listen(0);
    }

    public static FaultProxy to(String host, int port) {
        try {
            return new FaultProxy(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static FaultProxy to(MySqlServer server) {
        return to(server.host(), server.port());
    }

    public static FaultProxy to(RabbitServer server) {
        return to(server.host(), server.port());
    }

    /** From now on new links lead there; present ones stay where they are. */
    public void leadTo(MySqlServer other) {
        server = new InetSocketAddress(other.host(), other.port());
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    /** Links accepted so far, ended ones too. */
    public int accepted() {
        return accepted.get();
    }

    /** Links that are open now. */
    public int open() {
        return links.size();
    }

    /** Ends every present link on both sides with a reset. */
    public void cut() {
        links.forEach(Link::reset);
    }

    /** Ends every present link and refuses new ones. */
    public void refuse() {
        stopListening();
        cut();
    }

    /** Lets nothing pass, on present and new links, while both sides believe in them. */
    public void blackHole() {
        gate.shut();
    }

    /** Holds every read this long before passing it on. */
    public void delay(Duration each) {
        gate.delay(each);
    }

    /** Passes on at most so many bytes at once. */
    public void slice(int bytes) {
        gate.slice(bytes);
    }

    /**
     * Cuts a link, once, when this passes.
     *
     * @param edge whether the receiver still gets it
     */
    public Tripwire cutAt(Direction direction, WirePattern pattern, Tripwire.Edge edge) {
        return cutAt(direction, pattern, edge, 0);
    }

    /**
     * Cuts a link, once, when this passes after it has passed some times.
     *
     * @param skip how many times to let it pass, on all links together
     */
    public Tripwire cutAt(Direction direction, WirePattern pattern, Tripwire.Edge edge, int skip) {
        return add(Tripwire.onPattern(direction, pattern, edge, skip));
    }

    /** Cuts a link, once, when this many more bytes have passed on all links together; that many arrive. */
    public Tripwire cutAfterBytes(Direction direction, long bytes) {
        return add(Tripwire.onBytes(direction, bytes));
    }

    /** Ends every fault: links pass, new ones are accepted, places to cut at are forgotten. */
    public void restore() {
        tripwires.clear();
        gate.open();
        if (listener == null) {
            try {
                listen(port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        refuse();
        gate.open();
    }

    private Tripwire add(Tripwire tripwire) {
        tripwires.add(tripwire);
        return tripwire;
    }

    private int listen(int wantedPort) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wantedPort));
        listener = socket;
        Thread.ofPlatform()
                .daemon()
                .name("fault-proxy-" + socket.getLocalPort())
                .start(() -> accept(socket));
        return socket.getLocalPort();
    }

    private void stopListening() {
        ServerSocket socket = listener;
        listener = null;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                accepted.incrementAndGet();
                Link link = Link.open(client, server, gate, tripwires, links::remove);
                links.add(link);
                link.start();
                if (socket.isClosed()) {
                    cut();
                }
            } catch (IOException e) {
                // Closed by refuse(), or the server is not there: the client was reset.
            }
        }
    }
}

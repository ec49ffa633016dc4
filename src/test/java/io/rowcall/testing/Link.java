package io.rowcall.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One connection through a {@link FaultProxy}: two sockets and a thread for each way. */
final class Link {

    private static final int BUFFER = 64 * 1024;

    private final Socket client;
    private final Socket server;
    private final Gate gate;
    private final List<Tripwire> tripwires;
    private final Consumer<Link> ended;
    private final AtomicBoolean cut = new AtomicBoolean();

    private Link(Socket client, Socket server, Gate gate, List<Tripwire> tripwires, Consumer<Link> ended) {
        this.client = client;
        this.server = server;
        this.gate = gate;
        this.tripwires = tripwires;
        this.ended = ended;
    }

    /** Connects to the server; where that fails the client is reset. */
    static Link open(
            Socket client, InetSocketAddress address, Gate gate, List<Tripwire> tripwires, Consumer<Link> ended)
            throws IOException {
        Socket server = new Socket();
        try {
            server.connect(address, 5_000);
        } catch (IOException e) {
            reset(client);
            throw e;
        }
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        return new Link(client, server, gate, tripwires, ended);
    }

    void start() {
        pump(Direction.TO_SERVER, client, server);
        pump(Direction.TO_CLIENT, server, client);
    }

    /** Ends both sides with a reset; what they have not read yet is lost. */
    void reset() {
        cut.set(true);
        reset(client);
        reset(server);
        ended.accept(this);
    }

    private void pump(Direction direction, Socket from, Socket to) {
        Thread.ofPlatform().daemon().name("link-" + direction).start(() -> {
            try {
                copy(direction, from, to);
            } catch (IOException | InterruptedException e) {
                if (!cut.get()) {
                    reset();
                }
            }
        });
    }

    private void copy(Direction direction, Socket from, Socket to) throws IOException, InterruptedException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        Watch watch = new Watch(tripwires, direction);
        byte[] buffer = new byte[BUFFER];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            gate.pass();
            if (cut.get()) {
                return;
            }
            int passing = watch.inspect(buffer, length);
            if (passing >= 0) {
                cut.set(true);
                out.write(buffer, 0, passing);
                part(from, to);
                return;
            }
            int piece = Math.min(gate.piece(), BUFFER);
            for (int start = 0; start < length; start += piece) {
                out.write(buffer, start, Math.min(piece, length - start));
            }
        }
        gate.pass();
        to.shutdownOutput();
        if (from.isOutputShutdown()) {
            client.close();
            server.close();
            ended.accept(this);
        }
    }

    /** The sender is reset at once. The receiver reads to the end what has passed, and acts on it, before it sees the end. */
    private void part(Socket sender, Socket receiver) throws IOException {
        reset(sender);
        receiver.shutdownOutput();
        receiver.setSoTimeout(5_000);
        try {
            receiver.getInputStream().transferTo(OutputStream.nullOutputStream());
        } finally {
            reset();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It has ended already.
        }
    }
}

package io.rowcall.testing;

import static io.rowcall.testing.Direction.TO_CLIENT;
import static io.rowcall.testing.Direction.TO_SERVER;
import static io.rowcall.testing.Tripwire.Edge.AFTER;
import static io.rowcall.testing.Tripwire.Edge.BEFORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proxy in front of a server that echoes, and keeps what each connection received before its end. */
class FaultProxyTest {

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private ServerSocket echo;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::serve);
        proxy = FaultProxy.to("127.0.0.1", echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void whatIsSentComesBack() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, "hello")).isEqualTo("hello");
            assertThat(proxy.open()).isEqualTo(1);
        }
        Awaitility.await().until(() -> proxy.open() == 0);
    }

    @Test
    void largeBodiesPassWhole() throws IOException {
        byte[] body = "0123456789".repeat(500_000).getBytes(StandardCharsets.ISO_8859_1);
        try (Socket client = connect()) {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    client.getOutputStream().write(body);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(client.getInputStream().readNBytes(body.length)).isEqualTo(body);
        }
    }

    @Test
    void cutEndsPresentLinksAndWelcomesNewOnes() throws IOException {
        try (Socket client = connect();
                Socket next = connect()) {
            ask(client, "hello");
            ask(next, "hello");
            proxy.cut();
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> next.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        try (Socket client = connect()) {
            assertThat(ask(client, "again")).isEqualTo("again");
        }
    }

    @Test
    void refuseKeepsNewLinksOutUntilRestore() throws IOException {
        proxy.refuse();
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);

        proxy.restore();
        try (Socket client = connect()) {
            assertThat(ask(client, "again")).isEqualTo("again");
        }
    }

    @Test
    void whatABlackHoleHeldArrivesAfterwards() throws IOException {
        try (Socket client = connect()) {
            ask(client, "hello");
            proxy.blackHole();
            client.getOutputStream().write("late".getBytes(StandardCharsets.UTF_8));
            client.setSoTimeout(300);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            proxy.restore();
            client.setSoTimeout(5_000);
            assertThat(client.getInputStream().readNBytes(4))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("late");
        }
    }

    @Test
    void delayHoldsEveryRead() throws IOException {
        try (Socket client = connect()) {
            proxy.delay(Duration.ofMillis(200));
            long start = System.nanoTime();
            ask(client, "hello");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        }
    }

    @Test
    void exactlySoManyBytesArrive() throws Exception {
        Tripwire tripwire = proxy.cutAfterBytes(TO_SERVER, 7);
        try (Socket client = connect()) {
            assertThat(ask(client, "hello")).isEqualTo("hello");
            client.getOutputStream().write("world".getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> client.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
        }
        tripwire.awaitTripped();
        assertThat(nextReceived()).isEqualTo("hellowo");
    }

    @Test
    void cutBeforeKeepsAllOfItFromTheReceiver() throws Exception {
        Tripwire tripwire = proxy.cutAt(TO_SERVER, WirePattern.text("COMMIT"), BEFORE);
        sendAndBeReset("begin; COMMIT; end");
        assertThat(nextReceived()).isEqualTo("begin; ");
        assertThat(tripwire.tripped()).isTrue();
    }

    @Test
    void cutAfterGivesItToTheReceiverAndNoAnswerToTheSender() throws Exception {
        proxy.cutAt(TO_SERVER, WirePattern.text("COMMIT"), AFTER);
        sendAndBeReset("begin; COMMIT; end");
        assertThat(nextReceived()).isEqualTo("begin; COMMIT");
    }

    @Test
    void cutOnTheWayBackLetsTheServerHaveAll() throws Exception {
        proxy.cutAt(TO_CLIENT, WirePattern.text("COMMIT"), BEFORE);
        try (Socket client = connect()) {
            client.getOutputStream().write("a COMMIT".getBytes(StandardCharsets.UTF_8));
            assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("a ");
        }
        assertThat(nextReceived()).isEqualTo("a COMMIT");
    }

    @Test
    void patternIsFoundAcrossReadsAndCountedOnce() throws Exception {
        Tripwire tripwire = proxy.cutAt(TO_SERVER, WirePattern.text("COMMIT"), AFTER, 1);
        try (Socket client = connect()) {
            assertThat(ask(client, "1 COM")).isEqualTo("1 COM");
            assertThat(ask(client, "MIT 2")).isEqualTo("MIT 2");
            assertThat(tripwire.tripped()).isFalse();
            assertThat(ask(client, " COMMI")).isEqualTo(" COMMI");
            client.getOutputStream().write("T 3".getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> client.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
        }
        assertThat(nextReceived()).isEqualTo("1 COMMIT 2 COMMIT");
    }

    @Test
    void tripwireCutsOnce() throws Exception {
        proxy.cutAt(TO_SERVER, WirePattern.text("COMMIT"), BEFORE);
        sendAndBeReset("COMMIT");
        try (Socket client = connect()) {
            assertThat(ask(client, "COMMIT")).isEqualTo("COMMIT");
        }
    }

    @Test
    void clientIsResetWhereTheServerIsGone() throws IOException {
        // Bound, so that nobody else listens there meanwhile.
        try (Socket nobody = new Socket()) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (FaultProxy gone = FaultProxy.to("127.0.0.1", nobody.getLocalPort());
                    Socket client = connect(gone)) {
                assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            }
        }
    }

    private void sendAndBeReset(String text) throws IOException {
        try (Socket client = connect()) {
            client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> client.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
        }
    }

    private Socket connect() throws IOException {
        return connect(proxy);
    }

    private static Socket connect(FaultProxy proxy) throws IOException {
        Socket client = new Socket(proxy.host(), proxy.port());
        client.setTcpNoDelay(true);
        client.setSoTimeout(5_000);
        return client;
    }

    private static String ask(Socket client, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        client.getOutputStream().write(bytes);
        return new String(client.getInputStream().readNBytes(bytes.length), StandardCharsets.UTF_8);
    }

    private String nextReceived() throws InterruptedException {
        String next = received.poll(5, TimeUnit.SECONDS);
        return next == null ? "nothing within 5 s" : next;
    }

    private void serve() {
        while (!echo.isClosed()) {
            try {
                Socket socket = echo.accept();
                Thread.ofPlatform().daemon().start(() -> echo(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void echo(Socket socket) {
        StringBuilder all = new StringBuilder();
        try (socket) {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[1024];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                all.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
                socket.getOutputStream().write(buffer, 0, length);
            }
        } catch (IOException e) {
            // Reset by the proxy: what came before is what counts.
        }
        received.add(all.toString());
    }
}

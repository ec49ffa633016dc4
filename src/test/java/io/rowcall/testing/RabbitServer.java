package io.rowcall.testing;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * A RabbitMQ server and an administrator of it.
 *
 * @param port of AMQP 0-9-1
 * @param management address of the management HTTP API, such as {@code http://127.0.0.1:15672}
 * @param others the further nodes of its cluster as {@code host:port}, which clients go to where this one does not answer
 */
public record RabbitServer(
        String host, int port, String username, String password, URI management, List<String> others) {

    private static final int CONNECT_MILLIS = 5_000;

    /** A server that is alone. */
    public RabbitServer(String host, int port, String username, String password, URI management) {
        this(host, port, username, password, management, List.of());
    }

    /** The same server with AMQP by way of a proxy. */
    public RabbitServer through(FaultProxy proxy) {
        return new RabbitServer(proxy.host(), proxy.port(), username, password, management);
    }

    /** {@code host:port} of every node, this one first. */
    public List<String> addresses() {
        List<String> all = new ArrayList<>(List.of(host + ":" + port));
        all.addAll(others);
        return all;
    }

    /** A connection that does not repair itself: what a test sees is what happened. */
    Connection connect(String vhost, String user, String userPassword, String name) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setVirtualHost(vhost);
        factory.setUsername(user);
        factory.setPassword(userPassword);
        factory.setConnectionTimeout(CONNECT_MILLIS);
        factory.setAutomaticRecoveryEnabled(false);
        try {
            return factory.newConnection(Address.parseAddresses(String.join(",", addresses())), name);
        } catch (IOException e) {
            throw new UncheckedIOException("no connection as " + user + " to vhost " + vhost, e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer from " + addresses(), e);
        }
    }
}

package io.rowcall.testing;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.TimeoutException;

/**
 * A RabbitMQ server and an administrator of it.
 *
 * @param port of AMQP 0-9-1
 * @param management address of the management HTTP API, such as {@code http://127.0.0.1:15672}
 */
public record RabbitServer(String host, int port, String username, String password, URI management) {

    /** The same server with AMQP by way of a proxy. */
    public RabbitServer through(FaultProxy proxy) {
        return new RabbitServer(proxy.host(), proxy.port(), username, password, management);
    }

    /** A connection that does not repair itself: what a test sees is what happened. */
    Connection connect(String vhost, String user, String userPassword, String name) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(host);
        factory.setPort(port);
        factory.setVirtualHost(vhost);
        factory.setUsername(user);
        factory.setPassword(userPassword);
        factory.setAutomaticRecoveryEnabled(false);
        try {
            return factory.newConnection(name);
        } catch (IOException e) {
            throw new UncheckedIOException("no connection as " + user + " to vhost " + vhost, e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer from " + host + ":" + port, e);
        }
    }
}

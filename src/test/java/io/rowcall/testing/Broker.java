package io.rowcall.testing;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * A virtual host of its own on a real broker, deleted on close together with the users made for it. Everything here is
 * done as the administrator, on short-lived channels of one connection.
 */
public final class Broker implements AutoCloseable {

    private static final long CONFIRM_MILLIS = 10_000;

    private final RabbitServer server;
    private final Management management;
    private final String vhost;
    private final List<Account> users = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();

    private Broker(RabbitServer server, String vhost) {
        this.server = server;
        this.management = new Management(server);
        this.vhost = vhost;
    }

    /** A fresh virtual host on the shared server; the hint becomes part of its name. */
    public static Broker create(String hint) {
        return create(Servers.shared().rabbit(), hint);
    }

    public static Broker create(RabbitServer server, String hint) {
        Broker broker = new Broker(server, Names.unique(hint));
        broker.management.put(Map.of(), "vhosts", broker.vhost);
        broker.permit(new Account(server.username(), server.password()), ".*", ".*", ".*");
        return broker;
    }

    public RabbitServer server() {
        return server;
    }

    public String vhost() {
        return vhost;
    }

    public String host() {
        return server.host();
    }

    public int port() {
        return server.port();
    }

    public String username() {
        return server.username();
    }

    public String password() {
        return server.password();
    }

    /** A user with these rights on this virtual host alone; the patterns are regular expressions over names. */
    public Account user(String hint, String configure, String write, String read) {
        Account user = new Account(Names.unique(hint), "pass-" + vhost);
        management.put(Map.of("password", user.password(), "tags", ""), "users", user.username());
        users.add(user);
        permit(user, configure, write, read);
        return user;
    }

    /** Replaces a user's rights on this virtual host. */
    public Broker permit(Account user, String configure, String write, String read) {
        management.put(
                Map.of("configure", configure, "write", write, "read", read), "permissions", vhost, user.username());
        return this;
    }

    /** Gives a user another password; what is logged in stays so. */
    public Account changePassword(Account user, String password) {
        management.put(Map.of("password", password, "tags", ""), "users", user.username());
        return new Account(user.username(), password);
    }

    /** A new connection of the administrator, closed with this broker. */
    public Connection connect() {
        return connect(new Account(server.username(), server.password()));
    }

    /** A new connection of the user, closed with this broker. */
    public Connection connect(Account user) {
        Connection connection = server.connect(vhost, user.username(), user.password(), "test");
        synchronized (connections) {
            connections.add(connection);
        }
        return connection;
    }

    /** Closes every connection of one of this broker's users from the broker's side. */
    public void closeConnectionsOf(Account user) {
        if (!users.contains(user)) {
            throw new IllegalArgumentException("others may use the broker as " + user.username() + " too");
        }
        management.delete("connections", "username", user.username());
    }

    public Broker declareQueue(String queue, Map<String, Object> arguments) {
        return withChannel(channel -> {
            channel.queueDeclare(queue, true, false, false, arguments);
            return this;
        });
    }

    public Broker declareExchange(String exchange, String type) {
        return withChannel(channel -> {
            channel.exchangeDeclare(exchange, type, true);
            return this;
        });
    }

    public Broker bind(String queue, String exchange, String routingKey) {
        return withChannel(channel -> {
            channel.queueBind(queue, exchange, routingKey);
            return this;
        });
    }

    public void unbind(String queue, String exchange, String routingKey) {
        withChannel(channel -> channel.queueUnbind(queue, exchange, routingKey));
    }

    public void deleteQueue(String queue) {
        withChannel(channel -> channel.queueDelete(queue));
    }

    public void purge(String queue) {
        withChannel(channel -> channel.queuePurge(queue));
    }

    /** Publishes and waits for the broker's confirm. */
    public void publish(String exchange, String routingKey, BasicProperties properties, byte[] body) {
        withChannel(channel -> {
            channel.confirmSelect();
            channel.basicPublish(exchange, routingKey, true, properties, body);
            try {
                channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            } catch (TimeoutException e) {
                throw new IllegalStateException("no confirm within " + CONFIRM_MILLIS + " ms", e);
            }
            return this;
        });
    }

    /** Takes and acknowledges the first ready message. */
    public Optional<GetResponse> get(String queue) {
        return withChannel(channel -> Optional.ofNullable(channel.basicGet(queue, true)));
    }

    /** Takes the first message, and waits for it where there is none yet. */
    public GetResponse await(String queue) {
        return Awaitility.await("a message in " + queue)
                .until(() -> get(queue), Optional::isPresent)
                .orElseThrow();
    }

    /** Looks at the first ready message and puts it back, which RabbitMQ does not count as a failed delivery. */
    public Optional<GetResponse> peek(String queue) {
        return withChannel(channel -> {
            Optional<GetResponse> first = Optional.ofNullable(channel.basicGet(queue, false));
            if (first.isPresent()) {
                channel.basicNack(first.get().getEnvelope().getDeliveryTag(), false, true);
            }
            return first;
        });
    }

    /** Looks at all ready messages and puts them back, which RabbitMQ does not count as failed deliveries. */
    public List<GetResponse> peekAll(String queue) {
        return withChannel(channel -> {
            List<GetResponse> all = new ArrayList<>();
            for (GetResponse next = channel.basicGet(queue, false);
                    next != null;
                    next = channel.basicGet(queue, false)) {
                all.add(next);
            }
            if (!all.isEmpty()) {
                channel.basicNack(0, true, true);
            }
            // What the channel has not passed on to the queue when it closes would count as failed.
            Awaitility.await("all are back").until(() -> channel.messageCount(queue) >= all.size());
            return all;
        });
    }

    /** Takes and acknowledges all ready messages. */
    public List<GetResponse> drain(String queue) {
        return withChannel(channel -> {
            List<GetResponse> all = new ArrayList<>();
            for (GetResponse next = channel.basicGet(queue, true); next != null; next = channel.basicGet(queue, true)) {
                all.add(next);
            }
            return all;
        });
    }

    /** Delivers the first message in vain: it comes back with a count, as after a crash of its consumer. */
    public void deliverInVain(String queue) {
        withChannel(channel -> {
            channel.basicReject(channel.basicGet(queue, false).getEnvelope().getDeliveryTag(), true);
            return queue;
        });
    }

    /** Messages that wait to be delivered, as of now. */
    public int ready(String queue) {
        return withChannel(channel -> channel.queueDeclarePassive(queue).getMessageCount());
    }

    /** Consumers of the queue, as of now. */
    public int consumers(String queue) {
        return withChannel(channel -> channel.queueDeclarePassive(queue).getConsumerCount());
    }

    public boolean exists(String queue) {
        for (JsonNode each : management.get("queues", vhost)) {
            if (each.path("name").asString().equals(queue)) {
                return true;
            }
        }
        return false;
    }

    /** Connections to the broker, of all virtual hosts. */
    public int connections() {
        return management.get("connections").size();
    }

    /** What the broker has in use on all its nodes, as it says. */
    public long memoryBytes() {
        long bytes = 0;
        for (JsonNode node : management.get("nodes")) {
            bytes += node.path("mem_used").asLong();
        }
        return bytes;
    }

    /** What the management API says of a queue; its numbers lag some seconds behind. */
    public JsonNode queue(String queue) {
        return management.get("queues", vhost, queue);
    }

    /** What the management API says of an exchange. */
    public JsonNode exchange(String exchange) {
        return management.get("exchanges", vhost, exchange);
    }

    /** The routing keys by which a queue is bound to an exchange. */
    public List<String> routingKeys(String queue, String exchange) {
        List<String> keys = new ArrayList<>();
        for (JsonNode binding : management.get("queues", vhost, queue, "bindings")) {
            if (binding.path("source").asString().equals(exchange)) {
                keys.add(binding.path("routing_key").asString());
            }
        }
        return keys;
    }

    /** Sets a policy on the queues whose names match, such as {@code {"max-length": 2}}. */
    public Broker policy(String name, String pattern, Map<String, Object> definition) {
        management.put(
                Map.of("pattern", pattern, "definition", definition, "apply-to", "queues"), "policies", vhost, name);
        return this;
    }

    public void deletePolicy(String name) {
        management.delete("policies", vhost, name);
    }

    /** The same virtual host reached by way of a proxy; only the original is to be closed. */
    public Broker through(FaultProxy proxy) {
        return new Broker(server.through(proxy), vhost);
    }

    /** The same virtual host reached by way of another node; only the original is to be closed. */
    public Broker at(RabbitServer node) {
        return new Broker(node, vhost);
    }

    @Override
    public void close() {
        synchronized (connections) {
            connections.forEach(Connection::abort);
        }
        management.delete("vhosts", vhost);
        users.forEach(user -> management.delete("users", user.username()));
    }

    @Override
    public String toString() {
        return "amqp://" + server.host() + ":" + server.port() + "/" + vhost;
    }

    private <T> T withChannel(Work<T> work) {
        try (Connection connection = server.connect(vhost, server.username(), server.password(), "test-admin");
                Channel channel = connection.createChannel()) {
            return work.on(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Work<T> {
        T on(Channel channel) throws IOException;
    }
}

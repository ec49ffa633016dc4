package io.rowcall.publish;

import com.rabbitmq.client.ConnectionFactory;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLContext;
import org.springframework.amqp.rabbit.connection.AbstractConnectionFactory.AddressShuffleMode;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

/**
 * Where the broker is and who logs in, for programs that run outside Spring.
 *
 * @param addresses {@code host:port} of each node, at least one; tried in turn, and each further connection starts with
 *     the next: a node that is cut off from the others still takes connections
 * @param tls whether to speak TLS, trusting what the JVM trusts and checking the host's name
 */
public record BrokerSettings(
        List<String> addresses, String username, String password, String virtualHost, boolean tls) {

    /** Two missed heartbeats end a dead connection: well before the confirm timeout, so that its batches move on. */
    private static final int HEARTBEAT_SECONDS = 10;

    private static final int CONNECT_MILLIS = 5_000;

    /** The answer to a call on a channel that ends at the same moment may never come; by default it is waited for 10 minutes. */
    private static final int ANSWER_MILLIS = 15_000;

    private static final String PREFIX = "SPRING_RABBITMQ_";

    public BrokerSettings {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("at least one address is needed");
        }
    }

    /**
     * What a URI says.
     *
     * @param uri {@code amqp://user:password@host:port/vhost}, or {@code amqps://…} for TLS; user and password are
     *     {@code guest}, the port 5672 or 5671, the virtual host {@code /} where it leaves them out
     * @throws IllegalArgumentException naming what is wrong with it
     */
    public static BrokerSettings of(URI uri) {
        boolean tls = "amqps".equals(uri.getScheme());
        if (!tls && !"amqp".equals(uri.getScheme())) {
            throw new IllegalArgumentException("a broker's URI starts with amqp:// or amqps://");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("a broker's URI names a host: amqp://user:password@host:port/vhost");
        }
        String login = uri.getRawUserInfo() == null ? "guest:guest" : uri.getRawUserInfo();
        int colon = login.indexOf(':');
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return new BrokerSettings(
                List.of(uri.getHost() + ":" + (uri.getPort() > 0 ? uri.getPort() : defaultPort(tls))),
                decoded(colon < 0 ? login : login.substring(0, colon)),
                colon < 0 ? "" : decoded(login.substring(colon + 1)),
                path.length() < 2 ? "/" : decoded(path.substring(1)),
                tls);
    }

    /**
     * What Spring Boot's variables say, so that one environment serves worker and command line:
     * {@code SPRING_RABBITMQ_ADDRESSES}, or {@code _HOST} and {@code _PORT}; {@code _USERNAME}, {@code _PASSWORD},
     * {@code _VIRTUAL_HOST}, {@code _SSL_ENABLED}. Boot's defaults stand in for what isn't set.
     */
    public static BrokerSettings fromEnvironment(Map<String, String> environment) {
        boolean tls = Boolean.parseBoolean(environment.getOrDefault(PREFIX + "SSL_ENABLED", "false"));
        String port = environment.getOrDefault(PREFIX + "PORT", String.valueOf(defaultPort(tls)));
        BrokerSettings named = new BrokerSettings(
                List.of(environment.getOrDefault(PREFIX + "HOST", "localhost") + ":" + port),
                environment.getOrDefault(PREFIX + "USERNAME", "guest"),
                environment.getOrDefault(PREFIX + "PASSWORD", "guest"),
                environment.getOrDefault(PREFIX + "VIRTUAL_HOST", "/"),
                tls);
        String addresses = environment.getOrDefault(PREFIX + "ADDRESSES", "");
        return addresses.isBlank() ? named : named.at(addresses);
    }

    /**
     * A cached connection of its own under this name, which connects when it is first used; its threads don't keep the
     * JVM alive. The caller destroys it.
     */
    public CachingConnectionFactory connections(String name) {
        ConnectionFactory client = new ConnectionFactory();
        client.setUsername(username);
        client.setPassword(password);
        client.setVirtualHost(virtualHost);
        client.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        client.setConnectionTimeout(CONNECT_MILLIS);
        client.setChannelRpcTimeout(ANSWER_MILLIS);
        client.setAutomaticRecoveryEnabled(false);
        ThreadFactory daemons = Thread.ofPlatform().name(name + "-", 1).daemon().factory();
        client.setThreadFactory(daemons);
        if (tls) {
            try {
                client.useSslProtocol(SSLContext.getDefault()); // amqp-client's own default trusts everybody
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this JVM speaks no TLS", e);
            }
            client.enableHostnameVerification();
        }
        CachingConnectionFactory connections = new CachingConnectionFactory(client);
        connections.setAddresses(String.join(",", addresses));
        connections.setAddressShuffleMode(AddressShuffleMode.INORDER);
        connections.setConnectionNameStrategy(factory -> name);
        connections.setExecutor(Executors.newCachedThreadPool(daemons));
        return connections;
    }

    /** Where and as whom, without the password. */
    @Override
    public String toString() {
        return (tls ? "amqps://" : "amqp://") + username + "@" + String.join(",", addresses) + "/" + virtualHost;
    }

    /** As Boot reads its addresses: a list, of which the first may carry login, virtual host and TLS. */
    private BrokerSettings at(String list) {
        List<String> hosts = new ArrayList<>();
        BrokerSettings first = this;
        for (String each : list.split(",", -1)) {
            boolean full = each.contains("://");
            BrokerSettings one = of(URI.create(full ? each.strip() : (tls ? "amqps://" : "amqp://") + each.strip()));
            hosts.addAll(one.addresses);
            if (full && hosts.size() == 1) {
                first = one;
            }
        }
        return new BrokerSettings(hosts, first.username, first.password, first.virtualHost, first.tls);
    }

    private static int defaultPort(boolean tls) {
        return tls ? 5671 : 5672;
    }

    /** Percent signs alone stand for something here; a plus is a plus. */
    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}

package io.rowcall.testing;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * The real servers that tests run on, started when first asked for and stopped with the JVM.
 *
 * <p>Where {@code SPRING_DATASOURCE_URL} and {@code SPRING_RABBITMQ_HOST} (or {@code _ADDRESSES}) are set, those servers are used and Docker is
 * not asked for; the accounts given must be allowed to create schemas, accounts and virtual hosts. The broker's
 * management API is then at {@code ROWCALL_RABBITMQ_MANAGEMENT}, by default port 15672 of the broker's host.
 *
 * <p>A test never shares a schema or a virtual host with another: see {@link Database#create} and
 * {@link Broker#create}.
 */
public record Servers(MySqlServer mysql, RabbitServer rabbit) {

    private static volatile boolean durable;

    /** Has {@link #shared} be servers that flush as they do by default, for whoever asks before the first use. */
    public static void requireDurable() {
        durable = true;
    }

    /** The pair for tests that leave their servers alone. */
    public static Servers shared() {
        return Shared.PAIR;
    }

    /**
     * Another pair, for tests that stop, freeze or fill their servers. A test puts right what it broke.
     *
     * @throws TestAbortedException on servers given by the environment: they are not the tests' to break
     */
    public static BreakableServers breakable() {
        if (given(System.getenv()) != null) {
            throw new TestAbortedException(
                    "this test breaks its servers, so it doesn't run on those that SPRING_DATASOURCE_URL and SPRING_RABBITMQ_HOST name");
        }
        return Breakable.PAIR;
    }

    static @Nullable Servers given(Map<String, String> environment) {
        String url = environment.get("SPRING_DATASOURCE_URL");
        String address = rabbitAddress(environment);
        if (url == null && address == null) {
            return null;
        }
        if (url == null || address == null) {
            throw new IllegalStateException(
                    "own servers need both SPRING_DATASOURCE_URL and SPRING_RABBITMQ_HOST or _ADDRESSES");
        }
        String host = address.substring(0, address.lastIndexOf(':'));
        MySqlServer mysql = MySqlServer.of(
                url,
                environment.getOrDefault("SPRING_DATASOURCE_USERNAME", "root"),
                environment.getOrDefault("SPRING_DATASOURCE_PASSWORD", ""));
        RabbitServer rabbit = new RabbitServer(
                host,
                Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)),
                environment.getOrDefault("SPRING_RABBITMQ_USERNAME", "guest"),
                environment.getOrDefault("SPRING_RABBITMQ_PASSWORD", "guest"),
                URI.create(environment.getOrDefault("ROWCALL_RABBITMQ_MANAGEMENT", "http://" + host + ":15672")));
        return new Servers(mysql, rabbit);
    }

    /** {@code host:port} of the first of the broker's nodes. */
    private static @Nullable String rabbitAddress(Map<String, String> environment) {
        String port = environment.getOrDefault("SPRING_RABBITMQ_PORT", "5672");
        String host = environment.get("SPRING_RABBITMQ_HOST");
        String addresses = environment.get("SPRING_RABBITMQ_ADDRESSES");
        if (addresses == null) {
            return host == null ? null : host + ":" + port;
        }
        String first = addresses.split(",", 2)[0].replaceFirst("^amqp://", "").strip();
        return first.contains(":") ? first : first + ":" + port;
    }

    private static final class Shared {
        static final Servers PAIR = start();

        private static Servers start() {
            Servers given = given(System.getenv());
            if (given != null) {
                return given;
            }
            return (durable ? Containers.startDurable() : Containers.start()).servers();
        }
    }

    private static final class Breakable {
        static final BreakableServers PAIR = new BreakableServers(Containers.startKillable());
    }
}

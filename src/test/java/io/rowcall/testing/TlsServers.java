package io.rowcall.testing;

import io.rowcall.testing.Certificates.Issued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.mysql.MySQLContainer;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/** A MySQL and a RabbitMQ that speak TLS, and show whatever certificate they are told to. */
public final class TlsServers implements AutoCloseable {

    private static final int AMQPS_PORT = 5671;
    private static final String CA = "/etc/rowcall-test/ca.pem";
    private static final String CERTIFICATE = "/etc/rowcall-test/server.pem";
    private static final String KEY = "/etc/rowcall-test/server.key";

    private static final String RABBIT_CONFIGURATION = """
            listeners.ssl.default = %d
            ssl_options.cacertfile = %s
            ssl_options.certfile = %s
            ssl_options.keyfile = %s
            ssl_options.verify = verify_none
            ssl_options.fail_if_no_peer_cert = false
            """.formatted(AMQPS_PORT, CA, CERTIFICATE, KEY);

    private final MySQLContainer mysql;
    private final RabbitMQContainer rabbit;

    private Issued shown;

    private TlsServers(MySQLContainer mysql, RabbitMQContainer rabbit, Issued shown) {
        this.shown = shown;
        this.mysql = mysql;
        this.rabbit = rabbit;
    }

    /** The name or address that containers are reached by. */
    public static String host() {
        return DockerClientFactory.instance().dockerHostIpAddress();
    }

    /** Starts both. */
    public static TlsServers start(Issued first) {
        MySQLContainer mysql = withFiles(Containers.newMysql(), first)
                .withTmpFs(Map.of("/var/lib/mysql", "rw"))
                .withCommand(
                        "mysqld", "--mysqlx=OFF", "--ssl-ca=" + CA, "--ssl-cert=" + CERTIFICATE, "--ssl-key=" + KEY);
        RabbitMQContainer rabbit = withFiles(Containers.newRabbit(), first)
                .withExposedPorts(Containers.AMQP_PORT, AMQPS_PORT, Containers.MANAGEMENT_PORT)
                .withCopyToContainer(Transferable.of(RABBIT_CONFIGURATION, 0644), "/etc/rabbitmq/conf.d/90-tls.conf");
        Startables.deepStart(mysql, rabbit).join();
        return new TlsServers(mysql, rabbit, first);
    }

    private static <C extends GenericContainer<?>> C withFiles(C container, Issued shown) {
        container.withCopyToContainer(Transferable.of(shown.authority(), 0644), CA);
        container.withCopyToContainer(Transferable.of(shown.chain(), 0644), CERTIFICATE);
        container.withCopyToContainer(Transferable.of(shown.key(), 0644), KEY);
        return container;
    }

    /** The administrator's way, without TLS, which works whatever is shown. */
    public MySqlServer mysql() {
        return new MySqlServer(
                host(),
                mysql.getMappedPort(MySQLContainer.MYSQL_PORT),
                "root",
                Containers.PASSWORD,
                MySqlServer.IN_THE_CLEAR);
    }

    /** Likewise. */
    public RabbitServer rabbit() {
        return new RabbitServer(
                host(),
                rabbit.getMappedPort(Containers.AMQP_PORT),
                rabbit.getAdminUsername(),
                rabbit.getAdminPassword(),
                URI.create("http://" + host() + ":" + rabbit.getMappedPort(Containers.MANAGEMENT_PORT)));
    }

    /** The port that speaks TLS. */
    public int amqpsPort() {
        return rabbit.getMappedPort(AMQPS_PORT);
    }

    /** Shows this one to whoever connects from now on. */
    public void show(Issued issued) {
        if (issued.equals(shown)) {
            return;
        }
        for (GenericContainer<?> server : new GenericContainer<?>[] {mysql, rabbit}) {
            server.copyFileToContainer(Transferable.of(issued.authority(), 0644), CA);
            server.copyFileToContainer(Transferable.of(issued.chain(), 0644), CERTIFICATE);
            server.copyFileToContainer(Transferable.of(issued.key(), 0644), KEY);
        }
        try (Connection connection = mysql().connect("");
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER INSTANCE RELOAD TLS");
            // Erlang keeps what it has read for two minutes.
            ExecResult result = rabbit.execInContainer("rabbitmqctl", "eval", "ssl:clear_pem_cache().");
            if (result.getExitCode() != 0) {
                throw new IllegalStateException(result.getStderr());
            }
            shown = issued;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        rabbit.stop();
        mysql.stop();
    }
}

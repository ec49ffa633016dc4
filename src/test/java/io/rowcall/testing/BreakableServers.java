package io.rowcall.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.mysql.MySQLContainer;

/**
 * A pair of servers that a test may break, each in its own container. They keep their data and their ports when they
 * are killed and started again. Call {@link #repair} after each test.
 */
public final class BreakableServers {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(300);

    private final Containers containers;
    private final Servers servers;

    BreakableServers(Containers containers) {
        this.containers = containers;
        this.servers = containers.servers();
    }

    public MySqlServer mysql() {
        return servers.mysql();
    }

    /** The database as another container reaches it. */
    MySqlServer mysqlForContainers() {
        String address = containers.mysql().getContainerInfo().getNetworkSettings().getNetworks().values().stream()
                .map(network -> network.getIpAddress())
                .findFirst()
                .orElseThrow();
        return new MySqlServer(
                address, MySQLContainer.MYSQL_PORT, mysql().username(), mysql().password(), MySqlServer.IN_THE_CLEAR);
    }

    public RabbitServer rabbit() {
        return servers.rabbit();
    }

    /** Stops the server's processes where they are: connections stay open and nothing answers. */
    public void freezeMysql() {
        docker().pauseContainerCmd(containers.mysql().getContainerId()).exec();
    }

    public void thawMysql() {
        thaw(containers.mysql());
    }

    /** Ends the server as a crash does; what was committed stays. */
    public void killMysql() {
        kill(containers.mysql());
    }

    /** Starts the server after a kill and waits until it answers. */
    public void startMysql() {
        start(containers.mysql());
        Awaitility.await("MySQL answers")
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .ignoreExceptions()
                .until(() -> {
                    try (Connection connection = mysql().connect("")) {
                        return connection.isValid(1);
                    }
                });
    }

    /** Makes the server refuse writes, its administrators' too. */
    public void readOnlyMysql(boolean on) {
        try (Connection connection = mysql().connect("");
                var statement = connection.createStatement()) {
            statement.execute("SET GLOBAL super_read_only = " + (on ? "ON" : "OFF"));
            if (!on) {
                statement.execute("SET GLOBAL read_only = OFF");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void freezeRabbit() {
        docker().pauseContainerCmd(containers.rabbit().getContainerId()).exec();
    }

    public void thawRabbit() {
        thaw(containers.rabbit());
    }

    /**
     * Ends the broker as a crash does; what was confirmed stays. RabbitMQ saves the list of its quorum queues up to some
     * seconds late, and a queue missing there comes back empty; as tests are quicker than that, it is saved here first.
     */
    public void killRabbit() {
        rabbitmqctl("eval", "[dets:sync(Table) || Table <- dets:all()].");
        kill(containers.rabbit());
    }

    /** Starts the broker after a kill and waits until it takes connections. */
    public void startRabbit() {
        start(containers.rabbit());
        Awaitility.await("RabbitMQ answers")
                .pollInterval(POLL)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> rabbit().connect("/", rabbit().username(), rabbit().password(), "is it up")
                        .close());
    }

    /** Raises or clears the memory alarm: the broker stops reading from every connection that publishes. */
    public void memoryAlarm(boolean on) {
        rabbitmqctl("set_vm_memory_high_watermark", on ? "0" : "0.6");
    }

    /** Raises or clears the disk alarm, which blocks publishers likewise. */
    public void diskAlarm(boolean on) {
        rabbitmqctl("set_disk_free_limit", on ? "10000GB" : "50MB");
    }

    /**
     * Runs {@code rabbitmqctl} beside the broker.
     *
     * @return what it printed
     * @throws IllegalStateException if it failed
     */
    public String rabbitmqctl(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "rabbitmqctl";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            ExecResult result = containers.rabbit().execInContainer(command);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + result.getStderr());
            }
            return result.getStdout();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Puts right whatever this class can break. Cheap when nothing is broken. */
    public void repair() {
        thawMysql();
        startMysql();
        readOnlyMysql(false);
        thawRabbit();
        startRabbit();
        memoryAlarm(false);
        diskAlarm(false);
    }

    /** Ends both servers for good; no other test of this JVM may want them. */
    public void end() {
        containers.stop();
    }

    private void thaw(GenericContainer<?> container) {
        if (Objects.equals(state(container).getPaused(), true)) {
            docker().unpauseContainerCmd(container.getContainerId()).exec();
        }
    }

    private void kill(GenericContainer<?> container) {
        docker().killContainerCmd(container.getContainerId()).exec();
        Awaitility.await("the container ends")
                .atMost(PATIENCE)
                .until(() -> !Objects.equals(state(container).getRunning(), true));
    }

    private void start(GenericContainer<?> container) {
        if (!Objects.equals(state(container).getRunning(), true)) {
            docker().startContainerCmd(container.getContainerId()).exec();
        }
    }

    private ContainerState state(GenericContainer<?> container) {
        return docker().inspectContainerCmd(container.getContainerId()).exec().getState();
    }

    private DockerClient docker() {
        return containers.mysql().getDockerClient();
    }
}

package io.rowcall.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.opentest4j.TestAbortedException;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.mysql.MySQLContainer;

/**
 * A MySQL server on a disk that a test may fill. It has no binary log: while that finds no room, the server waits
 * without a word and looks again only once in a minute.
 */
public final class SmallMysql implements AutoCloseable {

    private static final String DATA = "/var/lib/mysql";
    private static final String FILLER = DATA + "/filler";

    private final MySQLContainer container;

    private SmallMysql(MySQLContainer container) {
        this.container = container;
    }

    /** @throws TestAbortedException where the environment names servers: there may be no engine */
    public static SmallMysql start() {
        if (Servers.given(System.getenv()) != null) {
            throw new TestAbortedException(
                    "this test fills a disk of its own, for which no engine is asked where servers are given");
        }
        MySQLContainer container = Containers.newMysql()
                .withTmpFs(Map.of(DATA, "rw,size=256m"))
                .withCommand(
                        "mysqld",
                        "--skip-log-bin",
                        "--innodb-redo-log-capacity=8M",
                        "--innodb-flush-log-at-trx-commit=2",
                        "--innodb-doublewrite=OFF",
                        "--mysqlx=OFF");
        container.start();
        return new SmallMysql(container);
    }

    public MySqlServer server() {
        Endpoint endpoint = Endpoint.direct(container, MySQLContainer.MYSQL_PORT);
        return new MySqlServer(
                endpoint.host(), endpoint.port(), "root", container.getPassword(), MySqlServer.IN_THE_CLEAR);
    }

    /** Leaves no byte of the disk. */
    public void fillDisk() {
        run("cat /dev/zero > " + FILLER + " 2>/dev/null || true");
    }

    public void emptyDisk() {
        run("rm -f " + FILLER);
    }

    private void run(String command) {
        try {
            ExecResult result = container.execInContainer("bash", "-c", command);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException(command + ": " + result.getStderr());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        container.stop();
    }
}

package io.rowcall.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The shared database as a replica of the breakable one: whatever is written there from now on comes here too, until
 * this one takes its place.
 */
public final class Replica implements AutoCloseable {

    private static final String CHANNEL = " FOR CHANNEL 'failover'";
    private static final int PATIENCE_SECONDS = 30;

    private final MySqlServer source;
    private final MySqlServer server;
    private final List<Database> taken = new ArrayList<>();

    private Replica(MySqlServer source, MySqlServer server) {
        this.source = source;
        this.server = server;
    }

    /** Begins to follow. */
    public static Replica of(BreakableServers servers) {
        Replica replica = new Replica(servers.mysql(), Servers.shared().mysql());
        MySqlServer nearby = servers.mysqlForContainers();
        Place from = replica.placeOfSource();
        // Else both have the same number.
        replica.run("SET GLOBAL server_id = 2");
        replica.run("CHANGE REPLICATION SOURCE TO SOURCE_HOST = '" + nearby.host() + "', SOURCE_PORT = " + nearby.port()
                + ", SOURCE_USER = '" + nearby.username() + "', SOURCE_PASSWORD = '" + nearby.password()
                + "', SOURCE_LOG_FILE = '" + from.file + "', SOURCE_LOG_POS = " + from.position
                + ", GET_SOURCE_PUBLIC_KEY = 1" + CHANNEL);
        replica.run("START REPLICA" + CHANNEL);
        return replica;
    }

    /** Waits for all that the source has, which takes no more writes, and follows it no longer. */
    public void promote() {
        Place to = placeOfSource();
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement();
                ResultSet waited = statement.executeQuery("SELECT SOURCE_POS_WAIT('" + to.file + "', " + to.position
                        + ", " + PATIENCE_SECONDS + ", 'failover')")) {
            waited.next();
            int events = waited.getInt(1);
            if (waited.wasNull() || events < 0) {
                throw new IllegalStateException("the replica has not come to " + to);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        run("STOP REPLICA" + CHANNEL);
    }

    public MySqlServer server() {
        return server;
    }

    /** What this has of a schema of the source; dropped on close. */
    public Database copyOf(Database original) {
        Database copy = original.on(server);
        taken.add(copy);
        return copy;
    }

    @Override
    public void close() {
        run("STOP REPLICA" + CHANNEL);
        run("RESET REPLICA ALL" + CHANNEL);
        taken.forEach(Database::close);
    }

    private record Place(String file, long position) {}

    private Place placeOfSource() {
        try (Connection connection = source.connect("");
                Statement statement = connection.createStatement();
                ResultSet status = statement.executeQuery("SHOW BINARY LOG STATUS")) {
            status.next();
            return new Place(status.getString("File"), status.getLong("Position"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(String sql) {
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

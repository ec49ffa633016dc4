package io.rowcall.bench;

import io.rowcall.testing.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * What the database gives at most to one connection that inserts rows: they are in memory already, one prepared
 * statement of many rows is bound again and again, and nothing else is done. The connection is one of the worker's pool, so
 * driver and session have the same settings.
 */
final class BareInserts implements Contender {

    private static final String TABLE = "bench_bare";

    private final Database database;
    private final DataSource connections;
    private final int chunkRows;
    private final int commitRows;

    /**
     * @param chunkRows rows in a statement
     * @param commitRows rows in a transaction
     */
    BareInserts(Database database, DataSource connections, int chunkRows, int commitRows) {
        this.database = database;
        this.connections = connections;
        this.chunkRows = chunkRows;
        this.commitRows = commitRows;
    }

    @Override
    public void prepare(Workload workload, int number) {
        Workload.makeTable(database, TABLE);
    }

    @Override
    public Taken run(Workload workload, int number) {
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            Taken start = Taken.now();
            insert(connection, workload.rows());
            Taken taken = Taken.now().since(start);
            workload.requireIn(database, TABLE);
            return taken;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void insert(Connection connection, List<Workload.Row> rows) throws SQLException {
        String sql =
                "INSERT INTO " + TABLE + " (id, email, note) VALUES (?, ?, ?)" + ", (?, ?, ?)".repeat(chunkRows - 1);
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int from = 0; from < rows.size(); from += chunkRows) {
                int mark = 1;
                for (Workload.Row row : rows.subList(from, from + chunkRows)) {
                    insert.setLong(mark++, row.id());
                    insert.setString(mark++, row.email());
                    insert.setString(mark++, row.note());
                }
                insert.executeUpdate();
                if ((from + chunkRows) % commitRows == 0) {
                    connection.commit();
                }
            }
            connection.commit();
        }
    }
}

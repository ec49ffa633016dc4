package io.rowcall.bench;

import com.mysql.cj.jdbc.JdbcStatement;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** How a bare program may get rows from its memory into a table. */
enum BulkWay {
    /** {@code INSERT} of many rows, one prepared statement bound again and again. */
    INSERT(1_000) {
        @Override
        Load open(Connection connection, String table, List<String> columns) throws SQLException {
            String row = ", (" + "?, ".repeat(columns.size() - 1) + "?)";
            String head = "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ";
            PreparedStatement whole = connection.prepareStatement(head + row.substring(2) + row.repeat(partRows() - 1));
            return new Load() {
                @Override
                public void put(Part part) throws SQLException {
                    if (part.rows().size() == partRows()) {
                        bind(whole, part.rows());
                        whole.executeUpdate();
                        return;
                    }
                    try (PreparedStatement rest = connection.prepareStatement(
                            head + row.substring(2) + row.repeat(part.rows().size() - 1))) {
                        bind(rest, part.rows());
                        rest.executeUpdate();
                    }
                }

                @Override
                public void close() throws SQLException {
                    whole.close();
                }
            };
        }
    },
    /** {@code LOAD DATA LOCAL} of texts that are ready to be sent before the clock starts. */
    LOAD_DATA(2_000) {
        @Override
        Load open(Connection connection, String table, List<String> columns) throws SQLException {
            Statement load = connection.createStatement();
            String sql = "LOAD DATA LOCAL INFILE 'memory' INTO TABLE " + table + " CHARACTER SET utf8mb4 ("
                    + String.join(", ", columns) + ")";
            return new Load() {
                @Override
                public void put(Part part) throws SQLException {
                    load.unwrap(JdbcStatement.class).setLocalInfileInputStream(new ByteArrayInputStream(part.text()));
                    load.execute(sql);
                }

                @Override
                public void close() throws SQLException {
                    load.close();
                }
            };
        }
    };

    /** Rows of one statement, as values and as tab-separated lines. */
    record Part(List<GeneratedRow> rows, byte[] text) {}

    /** A statement that takes part after part. */
    interface Load extends AutoCloseable {
        void put(Part part) throws SQLException;

        @Override
        void close() throws SQLException;
    }

    private final int partRows;

    BulkWay(int partRows) {
        this.partRows = partRows;
    }

    /** Rows in a statement. */
    int partRows() {
        return partRows;
    }

    /** Prepares the statement on a connection. */
    abstract Load open(Connection connection, String table, List<String> columns) throws SQLException;

    /** Rows in the form and size that this way takes them. */
    List<Part> parts(List<GeneratedRow> rows) {
        List<Part> parts = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += partRows) {
            List<GeneratedRow> part = rows.subList(from, Math.min(rows.size(), from + partRows));
            parts.add(new Part(part, this == LOAD_DATA ? Texts.tabbed(part) : new byte[0]));
        }
        return parts;
    }

    private static void bind(PreparedStatement insert, List<GeneratedRow> rows) throws SQLException {
        int mark = 1;
        for (GeneratedRow row : rows) {
            for (Object value : row.values()) {
                switch (value) {
                    case Long number -> insert.setLong(mark++, number);
                    case String text -> insert.setString(mark++, text);
                    case BigDecimal decimal -> insert.setBigDecimal(mark++, decimal);
                    default -> throw new IllegalArgumentException("a " + value.getClass());
                }
            }
        }
    }
}

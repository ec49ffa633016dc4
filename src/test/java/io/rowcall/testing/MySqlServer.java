package io.rowcall.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A MySQL server and an account on it that may create schemas and accounts.
 *
 * @param host name or address that the tests reach it by
 * @param options of the JDBC address, from {@code ?} on, or empty
 */
public record MySqlServer(String host, int port, String username, String password, String options) {

    /**
     * Options for connections without encryption: a proxy can read what passes, and the thousands of short connections
     * that tests open don't each begin with a handshake that costs more than what they are opened for.
     */
    static final String IN_THE_CLEAR = "?sslMode=DISABLED&allowPublicKeyRetrieval=true";

    private static final Pattern URL = Pattern.compile("jdbc:mysql://([^:/?]+)(?::(\\d+))?(?:/[^?]*)?(\\?.*)?");

    /** The server of a JDBC address; the schema in the address is left alone. */
    static MySqlServer of(String url, String username, String password) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not jdbc:mysql://host:port/schema: " + url);
        }
        int port = parts.group(2) == null ? 3306 : Integer.parseInt(parts.group(2));
        return new MySqlServer(parts.group(1), port, username, password, parts.group(3) == null ? "" : parts.group(3));
    }

    /** The same server by way of a proxy that can read what passes. */
    public MySqlServer through(FaultProxy proxy) {
        String readable = options.isEmpty() || options.equals(IN_THE_CLEAR)
                ? IN_THE_CLEAR
                : options + "&" + IN_THE_CLEAR.substring(1);
        return new MySqlServer(proxy.host(), proxy.port(), username, password, readable);
    }

    /** The JDBC address of a schema, or with an empty name that of the server alone. */
    public String url(String schema) {
        return "jdbc:mysql://" + host + ":" + port + "/" + schema + options;
    }

    Connection connect(String schema) throws SQLException {
        return DriverManager.getConnection(url(schema), username, password);
    }
}

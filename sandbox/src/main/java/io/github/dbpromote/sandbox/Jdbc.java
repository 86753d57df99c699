package io.github.dbpromote.sandbox;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * How to reach a database, as the role that owns it and that migrates it.
 *
 * @param url without user and password
 */
public record Jdbc(String url, String user, String password) {
    /** A new connection; to be closed by the caller. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    /** Keeps the password out of logs and test reports. */
    @Override
    public String toString() {
        return url + " as " + user;
    }
}

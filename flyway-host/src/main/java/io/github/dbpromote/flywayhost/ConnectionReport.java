package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.problem.Problem;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What it means that a database did not let this host in, and what to mend. */
abstract sealed class ConnectionReport permits PostgreSqlConnectionReport, AddedConnectionReport {
    final HostConfiguration configuration;

    ConnectionReport(HostConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * Empty if it is about something else than the connection.
     *
     * @param message the server's own, or the driver's first line
     */
    abstract Optional<Problem> of(SQLException failure, String message);

    /** Where nobody answers, as far as Java's own exceptions tell. */
    final Optional<Problem> silence(SQLException failure) {
        Optional<UnknownHostException> unknown = FailureReport.find(failure, UnknownHostException.class);
        if (unknown.isPresent()) {
            return Optional.of(
                    HostProblems.unknownHost(String.valueOf(unknown.get().getMessage()), configuration.file()));
        }
        return FailureReport.find(failure, SocketTimeoutException.class)
                .map(timeout -> HostProblems.noAnswer(
                        JdbcUrl.withoutParameters(configuration.product().url()), configuration.file()));
    }

    static boolean isAboutTls(SQLException failure) {
        return FailureReport.find(failure, SSLException.class).isPresent();
    }
}

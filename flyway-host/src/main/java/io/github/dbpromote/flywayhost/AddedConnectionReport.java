package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.problem.Problem;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.Optional;

/** By the SQL standard's classes 08 and 28, which the drivers keep, and where these say too little by MySQL's numbers. */
final class AddedConnectionReport extends ConnectionReport {
    /** MySQL's and MariaDB's ER_CON_COUNT_ERROR and ER_TOO_MANY_USER_CONNECTIONS. */
    private static final int SERVER_IS_FULL = 1040;

    private static final int USER_HAS_TOO_MANY = 1203;
    /** ER_BAD_DB_ERROR, whose SQLSTATE is that of syntax errors. */
    private static final int NO_SUCH_DATABASE = 1049;

    AddedConnectionReport(HostConfiguration configuration) {
        super(configuration);
    }

    @Override
    Optional<Problem> of(SQLException failure, String message) {
        if (configuration.product() instanceof MySql) {
            Optional<Problem> known = byNumber(failure.getErrorCode(), message);
            if (known.isPresent()) {
                return known;
            }
        }
        if (String.valueOf(failure.getSQLState()).startsWith("28")) {
            return Optional.of(HostProblems.wrongPassword(message, configuration));
        }
        return FailureReport.isAboutTheConnection(failure)
                ? Optional.of(silence(failure).orElseGet(() -> broken(failure, message)))
                : Optional.empty();
    }

    private Optional<Problem> byNumber(int number, String message) {
        return switch (number) {
            case SERVER_IS_FULL, USER_HAS_TOO_MANY ->
                Optional.of(HostProblems.tooManyConnections(message, configuration.product()));
            case NO_SUCH_DATABASE -> Optional.of(HostProblems.noSuchDatabase(message, configuration.file()));
            default -> Optional.empty();
        };
    }

    private Problem broken(SQLException failure, String message) {
        if (isAboutTls(failure)) {
            return HostProblems.tlsOfDriver(message, configuration.file());
        }
        return FailureReport.find(failure, ConnectException.class).isPresent()
                ? HostProblems.unreachable(message, configuration.file())
                : HostProblems.connectionBroke(message);
    }
}

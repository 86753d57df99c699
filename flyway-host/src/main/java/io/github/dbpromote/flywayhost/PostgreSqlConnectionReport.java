package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.problem.Problem;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/** By the states in PostgreSQL's Appendix A. */
final class PostgreSqlConnectionReport extends ConnectionReport {
    PostgreSqlConnectionReport(HostConfiguration configuration) {
        super(configuration);
    }

    @Override
    Optional<Problem> of(SQLException failure, String message) {
        Path file = configuration.file();
        String state = String.valueOf(failure.getSQLState());
        return switch (state) {
            case "28P01" -> Optional.of(HostProblems.wrongPassword(message, configuration));
            case "28000" -> Optional.of(loginRefused(message));
            case "3D000" -> Optional.of(HostProblems.noSuchDatabase(message, file));
            case "53300" -> Optional.of(HostProblems.tooManyConnections(message, configuration.product()));
            case "57P03" -> Optional.of(HostProblems.notYetUp(message));
            case "25006" -> Optional.of(HostProblems.reader(file));
            case "57P01", "57P02" -> Optional.of(HostProblems.connectionBroke(message));
            case "08001", "08004" -> Optional.of(unreachable(failure, message));
            default -> state.startsWith("08") ? Optional.of(broken(failure, message)) : Optional.empty();
        };
    }

    /** RDS says so of a refused token too, which it checks by PAM. */
    private Problem loginRefused(String message) {
        return configuration.password() instanceof PasswordSource.RdsToken
                ? HostProblems.wrongPassword(message, configuration)
                : HostProblems.loginRefused(message, configuration.file());
    }

    private Problem unreachable(SQLException failure, String message) {
        return silence(failure)
                .orElseGet(() -> failure.getSQLState().equals("08004") || isAboutTls(failure)
                        ? HostProblems.tls(message, configuration.file())
                        : HostProblems.unreachable(message, configuration.file()));
    }

    private Problem broken(SQLException failure, String message) {
        return isAboutTls(failure)
                ? HostProblems.tls(message, configuration.file())
                : HostProblems.connectionBroke(message);
    }
}

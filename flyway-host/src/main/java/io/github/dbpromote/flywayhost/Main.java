package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.LogManager;

/** The command line of the Flyway host: parses it, runs what it names, and turns the end into an exit code. */
public final class Main {
    private static final String USAGE = """
            flyway-host %s: carries out the orders of db-promote, next to the database.

            Usage: flyway-host <migrate|inspect|repair> <database> <environment> <deployment> <execution timeout in seconds>
                   flyway-host --version
                   flyway-host --help

            FLYWAY_HOST_CONFIG  folder of <database>.conf (default /etc/db-promote)
            FLYWAY_HOST_STATE   folder for logs and receipts (default /var/lib/db-promote)

            Exit codes: 0 the receipt says SUCCEEDED; 1 it says something else; 2 refused, nothing was run;
            3 there is no receipt.
            """;

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private final Termination termination;

    Main(Map<String, String> environment, PrintStream out, PrintStream err, Termination termination) {
        this.environment = environment;
        this.out = out;
        this.err = err;
        this.termination = termination;
    }

    public static void main(String[] arguments) {
        // The driver logs through java.util.logging, which would print what it quotes to stderr.
        LogManager.getLogManager().reset();
        // The SSM agent gives no locale, for which Java would print ASCII.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Termination termination = new Termination();
        termination.listen();
        ExitCode exit = ExitCode.NO_RECEIPT;
        try {
            exit = new Main(System.getenv(), out, err, termination).run(List.of(arguments));
        } finally {
            termination.ended(exit);
        }
        System.exit(exit.code());
    }

    ExitCode run(List<String> arguments) {
        return run(arguments, Aws::fromSurroundings);
    }

    /** @param cloud opens AWS in a region, or in the one that the SDK finds */
    ExitCode run(List<String> arguments, Function<Optional<String>, Aws> cloud) {
        if (arguments.equals(List.of("--version"))) {
            out.println("flyway-host " + Version.own());
            return ExitCode.SUCCEEDED;
        }
        if (arguments.equals(List.of("--help"))) {
            out.print(USAGE.formatted(Version.own()));
            return ExitCode.SUCCEEDED;
        }
        Redactor redactor = new Redactor();
        try {
            return run(Invocation.parse(arguments), cloud, redactor);
        } catch (Refusal e) {
            e.problems().forEach(problem -> complain(HostProblems.onThisHost(problem), redactor));
            return ExitCode.REFUSED;
        } catch (Outage e) {
            complain(e.problem(), redactor);
            return ExitCode.REFUSED;
        } catch (RuntimeException | Error e) {
            // Else Java would end with 1, which says that there is a receipt.
            complain(HostProblems.internalError(e), redactor);
            return ExitCode.NO_RECEIPT;
        }
    }

    private ExitCode run(Invocation invocation, Function<Optional<String>, Aws> cloud, Redactor redactor) {
        Surroundings surroundings = Surroundings.of(environment);
        Console console = new Console(out, err, redactor);
        try (Aws aws = cloud.apply(surroundings.region())) {
            return new Program(invocation, surroundings, aws, console, redactor, termination).run();
        }
    }

    private void complain(Problem problem, Redactor redactor) {
        err.println("flyway-host: " + PlainText.lines(redactor.redact(problem.text())));
    }
}

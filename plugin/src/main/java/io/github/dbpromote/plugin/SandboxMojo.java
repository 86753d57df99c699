package io.github.dbpromote.plugin;

import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import io.github.dbpromote.plugin.sandbox.RunningSandbox;
import io.github.dbpromote.plugin.sandbox.SandboxDescription;
import java.time.Duration;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Runs the sandbox in the foreground until Ctrl-C, and prints what it serves and how to reach each database. What is in
 * it stays for the next time; -Ddb.sandbox.reset starts over.
 */
@Mojo(name = "sandbox", aggregator = true, requiresProject = false, threadSafe = true)
public final class SandboxMojo extends AbstractReactorMojo {
    /** Shorter than the time without requests after which the sandbox stops by itself. */
    private static final Duration SIGN_OF_LIFE = Duration.ofMinutes(1);

    @Override
    void run() {
        List<SandboxedDatabase> wanted = wanted();
        Sandboxes sandboxes = sandboxes();
        RunningSandbox running = sandboxes.running();
        Runtime.getRuntime().addShutdownHook(new Thread(running::stop, "stop the sandbox"));
        sandboxes.furnish(running, wanted);
        tell(running.describe());
        stay(running);
    }

    /** None without a POM: then it serves what is there already. */
    List<SandboxedDatabase> wanted() {
        return modules().selected().stream().map(SandboxedDatabase::of).toList();
    }

    private void tell(SandboxDescription description) {
        getLog().info("The sandbox keeps everything in " + sandboxes().directory());
        if (description.databases().isEmpty()) {
            getLog().info("It has no database yet: mvn db:publish -Ddb.sandbox adds those of a project.");
        }
        description.lines().forEach(getLog()::info);
        getLog().info("Ctrl-C stops it; what is in it stays. In another terminal: mvn -Ddb.sandbox db:publish");
    }

    private static void stay(RunningSandbox running) {
        try {
            while (running.isAlive()) {
                Thread.sleep(SIGN_OF_LIFE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Problems.interrupted());
        }
    }
}

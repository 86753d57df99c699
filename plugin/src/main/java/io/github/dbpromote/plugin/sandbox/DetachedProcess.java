package io.github.dbpromote.plugin.sandbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Starts processes that neither the end of Maven nor Ctrl-C in its terminal reaches: those signals go to the process
 * group in the foreground, and these processes have a group of their own.
 *
 * @param setsid the program that starts another in a session of its own; macOS has none
 */
record DetachedProcess(Optional<Path> setsid) {
    /**
     * Where there is no setsid, the shell's job control makes a process group; what the shell ignores, its children
     * ignore too. The shell waits so that its exit code is the process's.
     */
    private static final String IN_A_GROUP = "trap '' HUP INT QUIT; set -m 2>/dev/null; \"$@\" & wait $!";

    /** A process that outlives the build must not keep the build's secrets: variables are taken by name. */
    private static final Set<String> KEPT_VARIABLES = Set.of(
            "PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "TZ", "LANG", "LC_ALL", "LC_CTYPE", "XDG_CACHE_HOME");

    /** With what this system has. */
    static DetachedProcess here() {
        return new DetachedProcess(Stream.of(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(Pattern.quote(File.pathSeparator)))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, "setsid"))
                .filter(Files::isExecutable)
                .findFirst());
    }

    /**
     * Starts a command with its input closed.
     *
     * @param directory where it works, so that it does not keep Maven's folder busy
     * @param output gets both its streams at its end, so that they never block, and so that others may write there too
     */
    Process start(List<String> command, Path directory, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(detached(command))
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(KEPT_VARIABLES);
        return builder.start();
    }

    /** Asks a process that this started to end. */
    void end(Process process) {
        if (setsid.isEmpty()) {
            process.children().forEach(ProcessHandle::destroy);
        }
        process.destroy();
    }

    private List<String> detached(List<String> command) {
        List<String> detached = new ArrayList<>(
                setsid.map(program -> List.of(program.toString())).orElse(List.of("sh", "-c", IN_A_GROUP, "sh")));
        detached.addAll(command);
        return detached;
    }
}

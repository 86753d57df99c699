package io.github.dbpromote.sandbox.postgres;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How PostgreSQL, which refuses to run as root, is run by the present user: a command prefix, and the user that has to
 * own its files where that is somebody else.
 */
record Unprivileged(List<String> prefix, Optional<String> owner) {
    private static final String DEFAULT_USER = "nobody";

    Unprivileged {
        prefix = List.copyOf(prefix);
    }

    /** @throws PostgresException where the present user is root and nothing on this system lowers its rights */
    static Unprivileged forPresentUser() {
        if (!"0".equals(Subprocess.run(List.of("id", "-u")).output())) {
            return new Unprivileged(List.of(), Optional.empty());
        }
        return inUserNamespace().or(() -> droppingTo(DEFAULT_USER)).orElseThrow(Unprivileged::nothingLowersRights);
    }

    /**
     * In a new user namespace without a mapping, root looks like the overflow user to PostgreSQL, while the files stay
     * root's own. initdb looks its user up by name, so a system without that user is of no use here.
     */
    static Optional<Unprivileged> inUserNamespace() {
        List<String> unshare = List.of("unshare", "-U");
        Subprocess name = Subprocess.run(concat(unshare, List.of("id", "-un")));
        return name.succeeded() && !name.output().equals("root")
                ? Optional.of(new Unprivileged(unshare, Optional.empty()))
                : Optional.empty();
    }

    static Optional<Unprivileged> droppingTo(String user) {
        Subprocess group = Subprocess.run(List.of("id", "-g", user));
        if (!group.succeeded()) {
            return Optional.empty();
        }
        List<List<String>> ways = List.of(
                List.of("setpriv", "--reuid=" + user, "--regid=" + group.output(), "--clear-groups"),
                List.of("runuser", "-u", user, "--"));
        return ways.stream()
                .filter(way -> Subprocess.run(concat(way, List.of("true"))).succeeded())
                .findFirst()
                .map(way -> new Unprivileged(way, Optional.of(user)));
    }

    private static PostgresException nothingLowersRights() {
        return new PostgresException("PostgreSQL does not run as root, and neither user namespaces (unshare -U) nor a"
                + " change to the user " + DEFAULT_USER + " (setpriv or runuser) are possible here: start the sandbox"
                + " as an ordinary user.");
    }

    List<String> command(List<String> command) {
        return concat(prefix, command);
    }

    /** Gives the directory and all below it to the user that PostgreSQL will run as, where that is another one. */
    void own(Path directory) throws IOException {
        if (owner.isEmpty()) {
            return;
        }
        UserPrincipal user =
                directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner.get());
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                Files.setOwner(visited, user);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path visited, BasicFileAttributes attributes) throws IOException {
                if (!attributes.isSymbolicLink()) {
                    Files.setOwner(visited, user);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** @throws PostgresException where the user that PostgreSQL will run as cannot get at the directory */
    void requireAccessTo(Path directory) {
        if (!Subprocess.run(command(List.of("test", "-w", directory.toString())))
                .succeeded()) {
            throw new PostgresException("PostgreSQL does not run as root and so runs as the user "
                    + owner.orElse("of the sandbox") + ", who cannot reach " + directory
                    + ": choose a state directory below one that everybody may enter, or start the sandbox as an"
                    + " ordinary user.");
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}

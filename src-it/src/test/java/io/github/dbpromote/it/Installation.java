package io.github.dbpromote.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A Maven on a Java.
 *
 * @param mavenHome the folder in which its <code>bin</code> is
 * @param javaHome what JAVA_HOME points to
 */
record Installation(Path mavenHome, Path javaHome) {
    static Installation ofThisBuild() {
        return new Installation(Path.of(System.getProperty("it.maven.home")), Maven.JAVA_HOME);
    }

    /** Calls it as a person does who sees standard output and error together. */
    Maven.Run run(Path folder, String... arguments) {
        List<String> command = command(arguments);
        command.add("-B");
        return Maven.call(folder, javaHome, command);
    }

    /** Calls it as a person does who meanwhile does something else. */
    Maven.Running start(Path folder, String... arguments) {
        List<String> command = command(arguments);
        command.add("-B");
        return Maven.start(folder, javaHome, command);
    }

    /** Calls it as a pipe does, which gets standard output alone. */
    Maven.Run answer(Path folder, String... arguments) {
        return Maven.answer(folder, javaHome, command(arguments));
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(mavenHome.resolve("bin/mvn").toString(), "-Dmaven.repo.local=" + Maven.REPOSITORY));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /** Where its scenarios run, apart from those of others. */
    String folderName() {
        return mavenHome.getFileName() + "-on-" + javaHome.getFileName();
    }

    @Override
    public String toString() {
        return mavenHome.getFileName() + " on " + javaHome.getFileName();
    }
}

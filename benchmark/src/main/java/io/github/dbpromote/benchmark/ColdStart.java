package io.github.dbpromote.benchmark;

import io.github.dbpromote.sandbox.lambda.FunctionConfiguration;
import io.github.dbpromote.sandbox.lambda.FunctionRuntime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long the packaged relay takes from the start of its process to the answer of its first promotion, beside a Python
 * function that asks the same of AWS, in the same sandbox.
 */
public final class ColdStart {
    private static final int ROUNDS = 7;
    private static final int MEMORY = 512;

    /** What the JVM begins with, 21 MB, is not enough for the SDK's classes, so that it would collect garbage once before. */
    private static final String JAVA_OPTIONS = "-XX:MetaspaceSize=64m";

    private static final String COUNTERPART = "promotion.py";

    private ColdStart() {}

    /** @param arguments the relay's zip, the host's jar, the directory of the Python function */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("db-promote-benchmark");
        try (PlayedPath path = PlayedPath.start(directory, Path.of(arguments[1]))) {
            Optional<Python> python = Python.find();
            List<Contender> contenders = new ArrayList<>();
            FunctionConfiguration relay = relay(Path.of(arguments[0]));
            contenders.add(new Contender("Relay", relay, path));
            if (python.isPresent()) {
                Path code = copy(Path.of(arguments[2], COUNTERPART), directory.resolve("python"));
                contenders.add(new Contender("Python", counterpart(code, python.get()), path));
            }
            contenders.add(new Contender("Relay with SnapStart", relay.withSnapStart(), path));
            measure(contenders, machine(python));
        } finally {
            delete(directory);
        }
    }

    private static FunctionConfiguration relay(Path zip) {
        FunctionRuntime java = new FunctionRuntime.Java("io.github.dbpromote.relay.Handler::handleRequest");
        return function("relay", zip, java).withVariable("JAVA_TOOL_OPTIONS", JAVA_OPTIONS);
    }

    private static FunctionConfiguration counterpart(Path code, Python python) {
        return function("python", code, new FunctionRuntime.Python(python.interpreter(), "promotion.handle"));
    }

    private static FunctionConfiguration function(String name, Path code, FunctionRuntime runtime) {
        return FunctionConfiguration.of(name, code, runtime).withMemory(MEMORY).withTimeout(Duration.ofMinutes(1));
    }

    /** Where Python may write what it has compiled. */
    private static Path copy(Path module, Path code) throws IOException {
        Files.copy(module, Files.createDirectory(code).resolve(COUNTERPART));
        return code;
    }

    /** One after the other in each round, so that whatever else the machine does slows all of them down. */
    private static void measure(List<Contender> contenders, String machine) throws InterruptedException {
        // Not measured, for the system reads much from its disk only once.
        List<Call> calls = contenders.get(0).run();
        for (Contender contender : contenders) {
            contender.run(calls);
            contender.forget();
        }
        for (int round = 1; round <= ROUNDS; round++) {
            for (Contender contender : contenders) {
                contender.run(calls);
            }
        }
        print(contenders, calls, machine);
    }

    private static void print(List<Contender> contenders, List<Call> calls, String machine) {
        System.out.println(machine + "\n");
        System.out.printf(Locale.ROOT, "| %-36s | %6s | %6s | %6s | %6s |%n", "ms", "min", "median", "max", "MB");
        System.out.println("| --- | ---: | ---: | ---: | ---: |");
        contenders.forEach(contender -> contender.rows().forEach(System.out::println));
        System.out.println("\nEach promotion asked AWS " + calls.size() + " times:");
        calls.forEach(call -> System.out.println("  " + call));
    }

    private static String machine(Optional<Python> python) {
        return String.format(
                Locale.ROOT,
                "%s, median of %d, %d cores, load %.1f at the beginning, %s %s, Java %s, %s",
                LocalDate.now(ZoneOffset.UTC),
                ROUNDS,
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version(),
                python.map(it -> "Python " + it.version() + ", boto3 " + it.boto3())
                        .orElse("and no python3 that could import boto3, so that the relay was measured alone"));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

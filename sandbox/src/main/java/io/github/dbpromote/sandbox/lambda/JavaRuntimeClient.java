package io.github.dbpromote.sandbox.lambda;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * AWS's runtime client for Java, from the class path of the sandbox, and the command line of the managed Java 17 runtime.
 */
final class JavaRuntimeClient {
    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    /** One class of each jar that the managed runtime puts on the class path. */
    private static final List<String> CLASSES = List.of(
            MAIN,
            "com.amazonaws.services.lambda.runtime.Context",
            "com.amazonaws.services.lambda.runtime.serialization.PojoSerializer",
            "software.amazon.awssdk.utilslite.SdkInternalThreadLocal");

    /** As in the names of the libraries, by Java's {@code os.arch}. */
    private static final Map<String, String> ARCHITECTURES =
            Map.of("amd64", "x86_64", "x86_64", "x86_64", "aarch64", "aarch_64", "arm64", "aarch_64");

    /** Lambda gives that part of the function's memory to the heap. */
    private static final double HEAP = 0.85;

    private JavaRuntimeClient() {}

    /**
     * The command that runs a handler.
     *
     * @param nativeDirectory takes the client's native part. By itself the client would unpack it to a fixed name in
     *     {@code /tmp}, over the one that a second environment is using.
     * @throws IllegalArgumentException if Java functions cannot be run here
     */
    static List<String> command(FunctionConfiguration configuration, Path nativeDirectory) throws IOException {
        Path library = library(nativeDirectory);
        long heapKilobytes = Math.round(configuration.memory() * 1024 * HEAP);
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:MaxHeapSize=" + heapKilobytes + "k",
                "-XX:+UseSerialGC",
                "-XX:+TieredCompilation",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.io=ALL-UNNAMED",
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
                "-Djava.net.preferIPv4Stack=true",
                "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=" + library,
                "-classpath",
                classPath(),
                MAIN,
                configuration.runtime().handler());
    }

    private static String classPath() {
        return CLASSES.stream().map(JavaRuntimeClient::jarOf).collect(Collectors.joining(File.pathSeparator));
    }

    private static String jarOf(String className) {
        try {
            Class<?> type = Class.forName(className, false, JavaRuntimeClient.class.getClassLoader());
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "A Java function needs AWS's runtime client, which is not on the class path of the sandbox: "
                            + className,
                    e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The class path has a location that is no URI", e);
        }
    }

    private static synchronized Path library(Path directory) throws IOException {
        String name = libraryHere();
        Path library = directory.resolve(name);
        if (!Files.exists(library)) {
            Files.createDirectories(directory);
            try (InputStream content = JavaRuntimeClient.class.getClassLoader().getResourceAsStream("jni/" + name)) {
                if (content == null) {
                    throw new IllegalArgumentException(
                            "AWS's runtime client, which a Java function needs, brings no " + name + ".");
                }
                Files.copy(content, library);
            }
        }
        return library;
    }

    private static String libraryHere() {
        return library(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Files.exists(Path.of("/etc/alpine-release")));
    }

    /** @param alpine a Linux with musl in place of glibc */
    static String library(String osName, String osArch, boolean alpine) {
        String architecture = ARCHITECTURES.get(osArch);
        if (architecture == null || !osName.toLowerCase(Locale.ROOT).startsWith("linux")) {
            throw new IllegalArgumentException("The sandbox cannot run Java functions on " + osName + " (" + osArch
                    + "): AWS's runtime client exists for Linux on x86_64 and arm64 alone.");
        }
        return "libaws-lambda-jni.linux" + (alpine ? "_musl" : "") + "-" + architecture + ".so";
    }
}

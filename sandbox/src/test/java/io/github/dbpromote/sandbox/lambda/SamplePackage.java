package io.github.dbpromote.sandbox.lambda;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Code of functions as a build would make it: classes at the root, libraries in {@code lib}. */
public final class SamplePackage {
    public static final String HANDLER = SampleFunction.class.getName() + "::handle";

    /** The SDK with the client of STS and what they need. */
    private static final Pattern SDK =
            Pattern.compile("/awssdk/(?!(?:s3|ssm|lambda|secretsmanager)/)|/reactive-streams|/slf4j");

    private SamplePackage() {}

    /** {@link SampleFunction} in a zip file. */
    public static Path zip(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(entry(SampleFunction.class)));
            zip.write(bytes(SampleFunction.class));
            zip.putNextEntry(new ZipEntry("lib/"));
            zip.putNextEntry(new ZipEntry("lib/org-crac.jar"));
            zip.write(
                    Files.readAllBytes(libraries(Pattern.compile("/org-crac-")).get(0)));
        }
        return file;
    }

    /** {@link CallingFunction} in a directory, with the SDK. */
    static Path directory(Path directory) throws IOException {
        Path classFile = directory.resolve(entry(CallingFunction.class));
        Files.createDirectories(classFile.getParent());
        Files.write(classFile, bytes(CallingFunction.class));
        Path lib = Files.createDirectory(directory.resolve("lib"));
        for (Path library : libraries(SDK)) {
            Files.copy(library, lib.resolve(library.getFileName()));
        }
        return directory;
    }

    private static String entry(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream content = type.getResourceAsStream("/" + entry(type))) {
            return content.readAllBytes();
        }
    }

    private static List<Path> libraries(Pattern wanted) {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(wanted.asPredicate())
                .map(Path::of)
                .toList();
    }
}

package io.github.dbpromote.it.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The module as users get it, in a folder of its own: Terraform writes beside what it reads. */
public record Checkout(Path root) {
    static final Path SOURCE = Path.of(System.getProperty("it.root"));
    private static final Path TEMPLATES = Path.of("core/src/main/resources/db-promote/documents");
    private static final Path OVERRIDES =
            Path.of(System.getProperty("it.module")).resolve("src/test/resources/infrastructure");
    private static final Pattern RELEASE = Pattern.compile("amazon_linux\\s*=\\s*optional\\(string, \"([^\"]+)\"\\)");

    /** @param name of the folder, which is made anew */
    public static Checkout of(String name) {
        Path root =
                Path.of(System.getProperty("it.module")).resolve("target/it").resolve(name);
        try {
            delete(root);
            copy(SOURCE.resolve("infrastructure"), root.resolve("infrastructure"));
            copy(SOURCE.resolve(TEMPLATES), root.resolve(TEMPLATES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Checkout(root);
    }

    public Path module() {
        return root.resolve("infrastructure");
    }

    Path example() {
        return module().resolve("examples/complete");
    }

    /** Has the example speak to an emulator, and the module ask nothing of it that it lacks. */
    Checkout forMoto() throws IOException {
        Files.copy(OVERRIDES.resolve("moto_override.tf"), module().resolve("moto_override.tf"));
        Files.copy(OVERRIDES.resolve("provider_override.tf"), example().resolve("provider_override.tf"));
        return this;
    }

    /** Any jar and any zip: nobody runs them here. */
    public Checkout withPrograms(Path module) throws IOException {
        Path programs = Files.createDirectories(module.resolve("programs"));
        for (String program : new String[] {"flyway-host-0.1.0.jar", "lambda-relay-0.1.0.zip"}) {
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(programs.resolve(program)))) {
                zip.putNextEntry(new ZipEntry("README"));
                zip.closeEntry();
            }
        }
        return this;
    }

    /** Those of this build. */
    public Checkout withBuiltPrograms(Path module) throws IOException {
        Path repository = Path.of(System.getProperty("it.repository"), "io/github/dbpromote");
        Path programs = Files.createDirectories(module.resolve("programs"));
        for (String program :
                new String[] {"flyway-host/0.1.0/flyway-host-0.1.0.jar", "lambda-relay/0.1.0/lambda-relay-0.1.0.zip"}) {
            Path file = repository.resolve(program);
            Files.copy(file, programs.resolve(file.getFileName()));
        }
        return this;
    }

    /** Amazon's image of the release that the module asks for, as moto reads images. */
    String images() throws IOException {
        Matcher release = RELEASE.matcher(Files.readString(module().resolve("variables.tf")));
        if (!release.find()) {
            throw new IllegalStateException("the module names no release of Amazon Linux");
        }
        return """
                [{"ami_id": "ami-0123456789abcdef0", "name": "al2023-ami-%s-kernel-6.1-arm64", "architecture": "arm64",
                  "owner_id": "137112412989", "public": true, "state": "available", "virtualization_type": "hvm",
                  "root_device_type": "ebs", "root_device_name": "/dev/xvda", "hypervisor": "xen", "image_type": "machine",
                  "description": "Amazon Linux 2023", "image_location": "amazon/al2023", "platform": null, "sriov": "simple"}]
                """.formatted(release.group(1));
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Checkout::isSource).toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    /** What somebody's own calls of Terraform left there is not. */
    private static boolean isSource(Path file) {
        return Stream.iterate(file, path -> path != null && path.getFileName() != null, Path::getParent)
                .map(path -> path.getFileName().toString())
                .noneMatch(name -> name.startsWith(".terraform") || name.contains(".tfstate"));
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}

package io.github.dbpromote.flywayhost;

import io.github.dbpromote.core.bundle.Bundle;
import io.github.dbpromote.core.model.Failure;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.migration.JavaMigration;

/** Defines the classes of a bundle whose host allows Java migrations. */
final class MigrationClassLoader extends ClassLoader {
    private static final String SUFFIX = ".class";

    private final Map<String, byte[]> classFiles;

    /** @param classFiles by name relative to the migration directory, which is their package */
    MigrationClassLoader(Map<String, byte[]> classFiles) {
        super(MigrationClassLoader.class.getClassLoader());
        this.classFiles = Map.copyOf(classFiles);
    }

    /** @throws RunFailure if a class cannot be loaded */
    List<Class<? extends JavaMigration>> migrations() {
        return classFiles.keySet().stream()
                .sorted()
                .<Class<?>>map(this::load)
                .filter(JavaMigration.class::isAssignableFrom)
                .filter(type -> !Modifier.isAbstract(type.getModifiers()))
                .<Class<? extends JavaMigration>>map(type -> type.asSubclass(JavaMigration.class))
                .toList();
    }

    private Class<?> load(String file) {
        String path = Bundle.FOLDER + file.substring(0, file.length() - SUFFIX.length());
        try {
            return loadClass(path.replace('/', '.'));
        } catch (ClassNotFoundException | LinkageError e) {
            throw new RunFailure(
                    Failure.of("unloadable-class", file + " cannot be loaded: " + e + ". Nothing was run."));
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + SUFFIX;
        byte[] content = path.startsWith(Bundle.FOLDER) ? classFiles.get(path.substring(Bundle.FOLDER.length())) : null;
        if (content == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, content, 0, content.length);
    }
}

package io.github.dbpromote.plugin;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.logging.SystemStreamLog;

/** Remembers what a goal tells its user. */
final class Said extends SystemStreamLog {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void info(CharSequence content) {
        lines.add(content.toString());
    }

    @Override
    public void warn(CharSequence content) {
        lines.add(content.toString());
    }

    /** In order. */
    List<String> lines() {
        return List.copyOf(lines);
    }
}

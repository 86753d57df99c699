package io.github.dbpromote.core.model;

/** The tag that an environment's Flyway hosts carry. The tag is authority: who may set it decides what is a host. */
public record HostSelector(String tag, String value) {
    @Override
    public String toString() {
        return tag + "=" + value;
    }
}

package io.github.dbpromote.core.host;

/** A Flyway host that Systems Manager can reach now. */
public record Host(String instanceId) {
    @Override
    public String toString() {
        return instanceId;
    }
}

package io.github.dbpromote.core.host;

/** A command that was sent to one host. */
public record Command(String id, Host host) {}

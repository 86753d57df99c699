package io.github.dbpromote.flywayhost;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where this program runs, as its environment variables say. The SSM agent sets {@code SSM_COMMAND_ID},
 * {@code AWS_SSM_INSTANCE_ID} and {@code AWS_SSM_REGION_NAME}, and neither {@code HOME} nor a useful {@code PATH}.
 *
 * @param host the instance's id, or without Systems Manager the machine's name
 * @param region empty leaves it to the SDK's own chain
 */
record Surroundings(Path configuration, Path state, String host, Optional<String> command, Optional<String> region) {

    static Surroundings of(Map<String, String> environment) {
        return new Surroundings(
                Path.of(environment.getOrDefault("FLYWAY_HOST_CONFIG", "/etc/db-promote")),
                Path.of(environment.getOrDefault("FLYWAY_HOST_STATE", "/var/lib/db-promote")),
                first(environment, "AWS_SSM_INSTANCE_ID").orElseGet(Surroundings::machineName),
                first(environment, "SSM_COMMAND_ID"),
                first(environment, "AWS_REGION", "AWS_SSM_REGION_NAME"));
    }

    private static Optional<String> first(Map<String, String> environment, String... names) {
        return Stream.of(names)
                .map(environment::get)
                .filter(value -> value != null && !value.isBlank())
                .findFirst();
    }

    private static String machineName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // Its message is the machine's name, which only has no address.
            return "a host that does not know its name";
        }
    }
}

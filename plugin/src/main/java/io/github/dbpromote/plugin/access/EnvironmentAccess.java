package io.github.dbpromote.plugin.access;

import java.util.Optional;

/**
 * One element of {@code <environments>}: how an environment is reached that lives in another account or region. What an
 * environment is and demands stands in its parameter, never here.
 */
public final class EnvironmentAccess {
    /** The environment's name. Required. */
    private String name;

    /** A profile of the shared AWS configuration files. */
    private String profile;

    /** Such as {@code eu-central-1}. */
    private String region;

    /** To be assumed with the credentials found otherwise. */
    private String roleArn;

    /** An emulator's address. */
    private String endpoint;

    /** For Maven, which sets the fields. */
    public EnvironmentAccess() {}

    public EnvironmentAccess(String name, AwsSettings settings) {
        this.name = name;
        this.profile = settings.profile().orElse(null);
        this.region = settings.region().orElse(null);
        this.roleArn = settings.roleArn().orElse(null);
        this.endpoint = settings.endpoint().orElse(null);
    }

    public String name() {
        return name == null ? "" : name;
    }

    public AwsSettings settings() {
        return new AwsSettings(
                Optional.ofNullable(profile),
                Optional.ofNullable(region),
                Optional.ofNullable(roleArn),
                Optional.ofNullable(endpoint));
    }
}

package io.github.dbpromote.plugin.access;

import java.util.Optional;

/**
 * How an account is reached, as the user wrote it.
 *
 * @param profile of the shared AWS configuration files
 * @param region such as {@code eu-central-1}
 * @param roleArn to be assumed with the credentials found otherwise
 * @param endpoint one address for all services, for emulators
 */
public record AwsSettings(
        Optional<String> profile, Optional<String> region, Optional<String> roleArn, Optional<String> endpoint) {

    /** What is missing here comes from there. */
    AwsSettings orElse(AwsSettings usual) {
        return new AwsSettings(
                profile.or(usual::profile),
                region.or(usual::region),
                // A role belongs to an account, so that another profile does not inherit it.
                profile.isPresent() ? roleArn : roleArn.or(usual::roleArn),
                endpoint.or(usual::endpoint));
    }
}

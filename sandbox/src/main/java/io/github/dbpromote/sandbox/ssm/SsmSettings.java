package io.github.dbpromote.sandbox.ssm;

import java.time.Duration;
import java.util.Optional;

/**
 * What a sandbox's Systems Manager may be told.
 *
 * @param region such as {@code eu-central-1}
 * @param account twelve digits
 * @param invisiblePolls how often GetCommandInvocation, just after SendCommand, answers {@code InvocationDoesNotExist};
 *     at least 0
 * @param deliveryLimit where present, stands for every command's own TimeoutSeconds, which is 30 at least and so too long
 *     for most tests
 * @param emptyFirstPages whether GetParametersByPath first answers no parameter and a token, as AWS may
 */
public record SsmSettings(
        String region, String account, int invisiblePolls, Optional<Duration> deliveryLimit, boolean emptyFirstPages) {
    public SsmSettings {
        if (!account.matches("\\d{12}")) {
            throw new IllegalArgumentException("an account has twelve digits: " + account);
        }
        if (invisiblePolls < 0) {
            throw new IllegalArgumentException("a number of polls is not negative: " + invisiblePolls);
        }
    }

    String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
    }
}

package io.github.dbpromote.core.aws;

import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.PlainText;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says what AWS refused, or what did not answer, in words for people. */
public final class AwsFailures {
    private static final Set<String> DENIED = Set.of("AccessDenied", "AccessDeniedException", "403", "Forbidden");
    /** What S3 answers in one region about a bucket in another. */
    private static final Set<String> ELSEWHERE =
            Set.of("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException");

    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired");
    private static final Set<String> UNKNOWN_CREDENTIALS = Set.of(
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidToken",
            "IncompleteSignature");

    /** What the SDK's providers speak of when they find nothing to sign with: there is no class or code to tell. */
    private static final Pattern CREDENTIALS = Pattern.compile("(?i)\\b(?:credentials|profile|SSO|token)\\b");

    /** The words of the SDK's ProfileCredentialsProvider, whether the profile is missing or only holds nothing. */
    private static final Pattern NO_PROFILE =
            Pattern.compile("(?s)Profile file contained no credentials for profile '(?<profile>.*?)': .*");

    /** Whom the SDK asks for the credentials of a role, within any other request. */
    private static final String TOKEN_SERVICE = "Sts";

    private static final int LONGEST_REASON = 500;

    private static final String NOTHING_FOUND = "Unable to load credentials from any of the providers";

    private AwsFailures() {}

    /**
     * @param doing what was tried, as the end of "could not …": {@code read s3://bucket/key}
     * @return to be thrown: a {@link Refusal} for what a person can mend, else an {@link Outage}
     */
    public static RuntimeException translate(SdkException failure, String doing) {
        Optional<ProxyFailure> proxy = proxyFailure(failure);
        if (proxy.isPresent()) {
            return new Outage(Problems.proxyFailed(doing, proxy.get().proxy().label(), reason(proxy.get())), failure);
        }
        if (failure instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            return translate(service, doing);
        }
        if (failure instanceof AwsServiceException service && service.statusCode() == 403) {
            // HEAD answers and some emulators carry no error body.
            return new Refusal(Problems.accessDenied(doing, "403"));
        }
        if (failure instanceof SdkClientException && mentionsCredentials(failure)) {
            return new Refusal(withoutCredentials(failure, doing));
        }
        return new Outage(Problems.awsUnreachable(doing, reason(failure)), failure);
    }

    private static Problem withoutCredentials(SdkException failure, String doing) {
        Matcher profile = NO_PROFILE.matcher(failure.getMessage());
        if (profile.matches()) {
            return Problems.noSuchProfile(doing, profile.group("profile"));
        }
        String reason = reason(failure);
        // The list of every provider that found nothing says no more than that.
        return Problems.noCredentials(doing, reason.startsWith(NOTHING_FOUND) ? "" : reason);
    }

    private static Optional<ProxyFailure> proxyFailure(Throwable failure) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(ProxyFailure.class::isInstance)
                .map(ProxyFailure.class::cast)
                .findFirst();
    }

    private static RuntimeException translate(AwsServiceException failure, String doing) {
        String code = failure.awsErrorDetails().errorCode();
        String message =
                PlainText.abbreviated(code + ": " + failure.awsErrorDetails().errorMessage(), LONGEST_REASON);
        if (isExpired(failure)) {
            return new Refusal(Problems.expiredCredentials(doing));
        }
        if (code == null) {
            return new Outage(Problems.awsRefused(doing, reason(failure)), failure);
        }
        if (UNKNOWN_CREDENTIALS.contains(code)) {
            return new Refusal(Problems.wrongCredentials(doing, message));
        }
        if (isRefusedRole(failure)) {
            return new Refusal(Problems.roleNotAssumed(doing, message));
        }
        if (DENIED.contains(code)) {
            return new Refusal(Problems.accessDenied(doing, message));
        }
        if (ELSEWHERE.contains(code)) {
            return new Refusal(Problems.wrongRegion(doing, message));
        }
        if ("NoSuchBucket".equals(code)) {
            return new Refusal(Problems.noSuchBucket(doing));
        }
        return new Outage(Problems.awsRefused(doing, message), failure);
    }

    private static boolean isRefusedRole(AwsServiceException failure) {
        return TOKEN_SERVICE.equals(failure.awsErrorDetails().serviceName())
                && failure.statusCode() < 500
                && !failure.isThrottlingException();
    }

    /** Whether the credentials were right and are not any more: no failure of what runs on the host. */
    public static boolean isExpired(SdkException failure) {
        return failure instanceof AwsServiceException service
                && service.awsErrorDetails() != null
                && service.awsErrorDetails().errorCode() != null
                && EXPIRED.contains(service.awsErrorDetails().errorCode());
    }

    private static boolean mentionsCredentials(SdkException failure) {
        return CREDENTIALS.matcher(String.valueOf(failure.getMessage())).find();
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : PlainText.abbreviated(message.lines().findFirst().orElse(""), LONGEST_REASON);
    }
}

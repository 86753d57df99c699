package io.github.dbpromote.core.host;

import io.github.dbpromote.core.aws.AwsAccess;
import io.github.dbpromote.core.aws.AwsFailures;
import io.github.dbpromote.core.model.Action;
import io.github.dbpromote.core.model.DeploymentId;
import io.github.dbpromote.core.model.Environment;
import io.github.dbpromote.core.model.HostSelector;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.model.DescribeInstanceInformationRequest;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.InstanceInformation;
import software.amazon.awssdk.services.ssm.model.InstanceInformationStringFilter;
import software.amazon.awssdk.services.ssm.model.InvalidCommandIdException;
import software.amazon.awssdk.services.ssm.model.InvalidInstanceIdException;
import software.amazon.awssdk.services.ssm.model.PingStatus;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;

/** Finds an environment's hosts and sends them commands, through Systems Manager. */
public final class HostCommands {
    /** The one heard of last: an instance that is gone stays Online for some minutes. */
    private static final Comparator<InstanceInformation> LAST_HEARD = Comparator.comparing(
                    InstanceInformation::lastPingDateTime, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(InstanceInformation::instanceId);

    /** The only parameter of our documents. */
    private static final String DEPLOYMENT = "deployment";

    // The limit of SendCommand's Comment.
    private static final int MAX_COMMENT = 100;

    private final Environment environment;
    private final AwsAccess access;

    public HostCommands(Environment environment, AwsAccess access) {
        this.environment = environment;
        this.access = access;
    }

    /**
     * A host of the environment that is online.
     *
     * @throws Refusal if there is none: none with the tag, or none that is connected
     */
    public Host find() {
        List<InstanceInformation> tagged = tagged(environment.hosts());
        return tagged.stream()
                .filter(instance -> instance.pingStatus() == PingStatus.ONLINE)
                .max(LAST_HEARD)
                .map(instance -> new Host(instance.instanceId()))
                .orElseThrow(() -> new Refusal(
                        tagged.isEmpty()
                                ? Problems.noHost(
                                        environment.label(), environment.hosts().toString(), access.description())
                                : Problems.hostsOffline(
                                        environment.label(),
                                        environment.hosts().toString(),
                                        tagged.stream()
                                                .map(InstanceInformation::instanceId)
                                                .sorted()
                                                .toList())));
    }

    private List<InstanceInformation> tagged(HostSelector hosts) {
        try {
            List<InstanceInformation> found = new ArrayList<>();
            DescribeInstanceInformationRequest request = DescribeInstanceInformationRequest.builder()
                    .filters(InstanceInformationStringFilter.builder()
                            .key("tag:" + hosts.tag())
                            .values(hosts.value())
                            .build())
                    .build();
            access.ssm()
                    .describeInstanceInformationPaginator(request)
                    .instanceInformationList()
                    .forEach(found::add);
            return found;
        } catch (SdkException e) {
            throw AwsFailures.translate(e, "look for the Flyway hosts of " + environment.label());
        }
    }

    /**
     * Sends the fixed document of that action, once.
     *
     * @param delivery how long Systems Manager may try to deliver it: 30 seconds to 30 days
     */
    public Sending send(Host host, Action action, DeploymentId deployment, Duration delivery) {
        String document = environment.document(action);
        SendCommandRequest.Builder request = SendCommandRequest.builder()
                .documentName(document)
                .instanceIds(host.instanceId())
                .parameters(Map.of(DEPLOYMENT, List.of(deployment.value())))
                .timeoutSeconds(Math.toIntExact(delivery.toSeconds()))
                .outputS3BucketName(environment.bucket())
                .outputS3KeyPrefix(logPrefix(deployment))
                .comment(comment(deployment));
        environment
                .logGroup()
                .ifPresent(group -> request.cloudWatchOutputConfig(
                        c -> c.cloudWatchOutputEnabled(true).cloudWatchLogGroupName(group)));
        try {
            String id = access.ssmOnce().sendCommand(request.build()).command().commandId();
            return new Sending.Sent(new Command(id, host));
        } catch (AwsServiceException e) {
            // 4xx is a refusal, throttling included; after 5xx nobody knows.
            return e.statusCode() < 500
                    ? new Sending.Refused(refusal(e, document, host.instanceId()))
                    : new Sending.Unknown(reason(e));
        } catch (SdkException | UncheckedIOException e) {
            // Without an answer, or with a connection that broke under the body, it may have been sent.
            return new Sending.Unknown(String.valueOf(e.getMessage()));
        }
    }

    /** By the errors that the service's model lists for SendCommand. */
    private Problem refusal(AwsServiceException failure, String document, String host) {
        String label = environment.label();
        String code = failure.awsErrorDetails() == null
                ? ""
                : failure.awsErrorDetails().errorCode();
        return switch (code) {
            case "InvalidDocument", "InvalidDocumentVersion" -> Problems.noDocument(label, document, reason(failure));
            case "InvalidParameters" -> Problems.otherDocument(label, document, reason(failure));
            case "InvalidInstanceId" -> Problems.hostNotManaged(label, host, reason(failure));
            case "AccessDeniedException" ->
                Problems.sendDenied(
                        label, document, host, failure.awsErrorDetails().errorMessage());
            default -> Problems.commandRefused(label, document, host, reason(failure));
        };
    }

    /**
     * Asks Systems Manager to kill a command on its host, as far as it still runs. That is best effort, and takes some time.
     *
     * @throws Refusal if Systems Manager does not know the command any more, or the caller may not
     */
    public void cancel(Command command) {
        try {
            access.ssm()
                    .cancelCommand(r ->
                            r.commandId(command.id()).instanceIds(command.host().instanceId()));
        } catch (InvalidCommandIdException | InvalidInstanceIdException e) {
            throw new Refusal(Problems.commandUnknown(
                    environment.label(),
                    environment.name().value(),
                    command.id(),
                    command.host().instanceId()));
        } catch (SdkException e) {
            throw AwsFailures.translate(e, "cancel command " + command.id() + " on host " + command.host());
        }
    }

    /** Where Systems Manager copies the host's output, in the environment's bucket. */
    public String logPrefix(DeploymentId deployment) {
        return environment.database() + "/logs/" + deployment;
    }

    /** What Systems Manager says now. It is only a hint, so that no failure to get it is one. */
    public CommandStatus status(Command command) {
        try {
            GetCommandInvocationResponse answer = access.ssm()
                    .getCommandInvocation(r ->
                            r.commandId(command.id()).instanceId(command.host().instanceId()));
            return new CommandStatus(
                    orEmpty(answer.statusAsString()),
                    orEmpty(answer.statusDetails()),
                    orEmpty(answer.standardOutputContent()),
                    orEmpty(answer.standardErrorContent()),
                    answer.responseCode() == null ? CommandStatus.NOT_STARTED : answer.responseCode());
        } catch (SdkException e) {
            // Not known yet, throttled, or not ours to ask: the claim and the receipt will tell.
            return CommandStatus.UNKNOWN;
        }
    }

    /**
     * What a command was sent for that is over, as Systems Manager says.
     *
     * @param id of any command of the account
     * @return empty if it is not over, not known, or was not sent for a deployment
     */
    public Optional<DeploymentId> over(String id) {
        try {
            return access.ssm().listCommands(r -> r.commandId(id)).commands().stream()
                    .filter(command -> CommandStatus.isEnd(command.statusAsString()))
                    .flatMap(command -> command.parameters().getOrDefault(DEPLOYMENT, List.of()).stream())
                    .flatMap(text -> DeploymentId.find(text).stream())
                    .findFirst();
        } catch (InvalidCommandIdException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw AwsFailures.translate(e, "read command " + id);
        }
    }

    /**
     * What the host prints for a command.
     *
     * @param ordered when the deployment was ordered, by S3's clock
     * @return empty if the environment has no log group
     */
    public Optional<HostLog> log(Command command, Instant ordered) {
        return environment.logGroup().map(group -> new HostLog(access, command, group, ordered));
    }

    private String comment(DeploymentId deployment) {
        String comment = "db-promote " + environment.database() + " " + environment.name() + " " + deployment;
        return comment.length() <= MAX_COMMENT ? comment : comment.substring(0, MAX_COMMENT);
    }

    private static String reason(AwsServiceException failure) {
        return failure.awsErrorDetails() == null
                ? String.valueOf(failure.getMessage())
                : failure.awsErrorDetails().errorCode() + ": "
                        + failure.awsErrorDetails().errorMessage();
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}

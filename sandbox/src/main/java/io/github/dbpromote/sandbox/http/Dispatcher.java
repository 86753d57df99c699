package io.github.dbpromote.sandbox.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes a request to its service, through authentication and faults, and writes it down with the permissions that it needs. */
final class Dispatcher {
    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());
    private static final String ANONYMOUS = "anonymous";

    private final SignatureCheck signatures;
    private final Faults faults;
    private final RequestLog log;
    private final AccessLog accesses;
    private volatile List<AwsService> services = List.of();

    Dispatcher(SignatureCheck signatures, Faults faults, RequestLog log, AccessLog accesses) {
        this.signatures = signatures;
        this.faults = faults;
        this.log = log;
        this.accesses = accesses;
    }

    void register(List<AwsService> registered) {
        services = List.copyOf(registered);
    }

    /** Empty if the answer is to be lost. */
    Optional<AwsResponse> dispatch(AwsRequest request) {
        Optional<AwsService> accepting =
                services.stream().filter(service -> service.accepts(request)).findFirst();
        if (accepting.isEmpty()) {
            return Optional.of(AwsResponse.empty(404));
        }
        AwsService service = accepting.get();
        return service.signed() ? signed(service, request) : Optional.of(answer(service, request));
    }

    private Optional<AwsResponse> signed(AwsService service, AwsRequest received) {
        Call call = call(service, received);
        AwsRequest request;
        try {
            request = signatures.verify(received, service);
        } catch (AwsError error) {
            AwsResponse refusal = refuse(service, error, received);
            record(service, received, call, ANONYMOUS, refusal.status());
            return Optional.of(refusal);
        }
        Optional<Fault> fault = faults.take(service.name(), call);
        AwsResponse response = fault.flatMap(ordered -> refusal(ordered, service, request, call))
                .orElseGet(() -> answer(service, request));
        boolean lost = fault.filter(ordered -> ordered.kind() == Fault.Kind.LOST_ANSWER)
                .isPresent();
        int status = lost ? 0 : response.status();
        record(service, request, call, request.principal().arn(), status);
        permissions(service, request, response.status())
                .forEach(permission ->
                        accesses.add(new Access(request.receivedAt(), request.principal(), permission, status)));
        return lost ? Optional.empty() : Optional.of(response);
    }

    private static Call call(AwsService service, AwsRequest request) {
        try {
            return service.call(request);
        } catch (AwsError unclear) {
            // The service refuses it with this very error as soon as it is asked to answer.
            return new Call("Unknown", request.rawPath());
        }
    }

    private static List<Permission> permissions(AwsService service, AwsRequest request, int status) {
        try {
            return service.permissions(request, status);
        } catch (AwsError unclear) {
            // The service has refused it with this very error.
            return List.of();
        }
    }

    private static Optional<AwsResponse> refusal(Fault fault, AwsService service, AwsRequest request, Call call) {
        ErrorFormat errors = service.errors();
        return switch (fault.kind()) {
            case THROTTLE -> Optional.of(refuse(service, errors.throttled(), request));
            case ERROR_500 -> Optional.of(refuse(service, errors.internalError(), request));
            case ACCESS_DENIED -> Optional.of(refuse(service, denied(service, request, call), request));
            case CONFLICT -> Optional.of(refuse(service, conflict(), request));
            case LATENCY -> {
                pause(fault.latency());
                yield Optional.empty();
            }
            case LOST_ANSWER -> Optional.empty();
        };
    }

    private static AwsError denied(AwsService service, AwsRequest request, Call call) {
        return service.errors()
                .accessDenied("User: " + request.principal().arn() + " is not authorized to perform: " + service.name()
                        + ":" + call.operation());
    }

    private static AwsError conflict() {
        return new AwsError(
                409,
                "ConditionalRequestConflict",
                "The conditional request cannot succeed due to a conflicting operation against this resource.");
    }

    private static void pause(Duration latency) {
        try {
            Thread.sleep(latency.toMillis());
        } catch (InterruptedException e) {
            // The server is closing; its client finds out by the closed connection.
            Thread.currentThread().interrupt();
        }
    }

    private static AwsResponse answer(AwsService service, AwsRequest request) {
        try {
            return service.answer(request);
        } catch (AwsError error) {
            return refuse(service, error, request);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, request.method() + " " + request.rawPath() + " failed", e);
            return refuse(service, service.errors().internalError(), request);
        }
    }

    private static AwsResponse refuse(AwsService service, AwsError error, AwsRequest request) {
        AwsResponse refusal = service.errors().write(error, request);
        for (Map.Entry<String, String> header : error.headers().entrySet()) {
            refusal = refusal.with(header.getKey(), header.getValue());
        }
        return refusal;
    }

    private void record(AwsService service, AwsRequest request, Call call, String principal, int status) {
        log.add(new RequestLog.Entry(
                request.receivedAt(), principal, service.name(), call.operation(), call.resource(), status));
    }
}

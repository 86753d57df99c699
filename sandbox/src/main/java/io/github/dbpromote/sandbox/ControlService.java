package io.github.dbpromote.sandbox;

import io.github.dbpromote.sandbox.http.Access;
import io.github.dbpromote.sandbox.http.AwsError;
import io.github.dbpromote.sandbox.http.AwsRequest;
import io.github.dbpromote.sandbox.http.AwsResponse;
import io.github.dbpromote.sandbox.http.AwsService;
import io.github.dbpromote.sandbox.http.Call;
import io.github.dbpromote.sandbox.http.Credentials;
import io.github.dbpromote.sandbox.http.ErrorFormat;
import io.github.dbpromote.sandbox.http.Fault;
import io.github.dbpromote.sandbox.http.RequestLog;
import io.github.dbpromote.sandbox.postgres.PostgresException;
import io.github.dbpromote.sandbox.ssm.ManagedHost;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The sandbox's own endpoint below {@code /_sandbox}, for whoever knows the token. */
final class ControlService implements AwsService {
    private static final String ROOT = "/_sandbox";
    private static final Pattern DATABASE = Pattern.compile(ROOT + "/databases/([^/]+)");
    private static final Pattern HOST = Pattern.compile(ROOT + "/hosts/([^/]+?)(/kill)?");
    private static final Pattern ROLE = Pattern.compile(ROOT + "/roles/([^/]+)/sessions");
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, Fault.Kind> FAULT_KINDS = Map.of(
            "throttle", Fault.Kind.THROTTLE,
            "error500", Fault.Kind.ERROR_500,
            "latency", Fault.Kind.LATENCY,
            "lostAnswer", Fault.Kind.LOST_ANSWER,
            "conflict", Fault.Kind.CONFLICT,
            "accessDenied", Fault.Kind.ACCESS_DENIED);

    private final Sandbox sandbox;
    private final FunctionControl functions;
    private final EventControl events;
    private final byte[] token;

    ControlService(Sandbox sandbox, String token) {
        this.sandbox = sandbox;
        this.functions = new FunctionControl(sandbox.lambda());
        this.events = new EventControl(sandbox.events());
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String name() {
        return "sandbox";
    }

    /** No bucket's name begins with an underscore, so that S3 loses nothing by it. */
    @Override
    public boolean accepts(AwsRequest request) {
        return request.rawPath().equals(ROOT) || request.rawPath().startsWith(ROOT + "/");
    }

    @Override
    public Call call(AwsRequest request) {
        return new Call(request.method(), request.rawPath());
    }

    @Override
    public ErrorFormat errors() {
        return ErrorFormat.CONTROL;
    }

    @Override
    public boolean signed() {
        return false;
    }

    @Override
    public AwsResponse answer(AwsRequest request) {
        byte[] given = request.header("X-Sandbox-Token").orElse("").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, token)) {
            throw new AwsError(
                    403, "AccessDenied", "The header X-Sandbox-Token does not carry the token of endpoint.json.");
        }
        try {
            return AwsResponse.json(200, route(request));
        } catch (IllegalArgumentException e) {
            throw new AwsError(400, "BadRequest", e.getMessage(), e);
        } catch (PostgresException e) {
            throw new AwsError(500, "PostgresFailed", e.getMessage(), e);
        }
    }

    private JsonNode route(AwsRequest request) {
        String path = request.path();
        Matcher database = DATABASE.matcher(path);
        if (database.matches() && request.method().equals("PUT")) {
            return provision(database.group(1), body(request));
        }
        Matcher role = ROLE.matcher(path);
        if (role.matches() && request.method().equals("POST")) {
            return session(role.group(1), new ControlInput(body(request)));
        }
        Matcher host = HOST.matcher(path);
        if (host.matches() && request.method().equals("POST")) {
            return host(host.group(1), host.group(2) != null, request);
        }
        return switch (request.method() + " " + path) {
            case "GET " + ROOT -> sandbox.describe();
            case "POST " + ROOT + "/stop" -> stop();
            case "GET " + ROOT + "/requests" -> requests();
            case "DELETE " + ROOT + "/requests" -> {
                sandbox.clearRequests();
                yield done();
            }
            case "GET " + ROOT + "/accesses" -> accesses();
            case "DELETE " + ROOT + "/accesses" -> {
                sandbox.clearAccesses();
                yield done();
            }
            case "POST " + ROOT + "/postgres" -> postgres(body(request));
            case "POST " + ROOT + "/faults" -> fault(body(request));
            case "DELETE " + ROOT + "/faults" -> {
                sandbox.clearFaults();
                yield done();
            }
            default -> more(request);
        };
    }

    private JsonNode more(AwsRequest request) {
        String below = request.path().substring(ROOT.length());
        Supplier<ControlInput> body = () -> new ControlInput(body(request));
        return functions
                .answer(request.method(), below, body)
                .or(() -> events.answer(request.method(), below, body))
                .orElseThrow(() -> new AwsError(
                        404, "NotFound", "There is nothing to " + request.method() + " at " + request.path()));
    }

    private static ObjectNode body(AwsRequest request) {
        try {
            if (JSON.readTree(request.body()) instanceof ObjectNode body) {
                return body;
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the body is no JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("the body is no JSON object");
    }

    private static ObjectNode done() {
        return JSON.createObjectNode();
    }

    private JsonNode provision(String database, ObjectNode body) {
        List<String> environments =
                body.path("environments").valueStream().map(JsonNode::asString).toList();
        Map<String, String> hostConfiguration = new LinkedHashMap<>();
        body.path("hostConfiguration")
                .forEachEntry((environment, lines) -> hostConfiguration.put(environment, lines.asString()));
        sandbox.provision(new Provisioning(
                database,
                environments,
                hostConfiguration,
                objectsByEnvironment("parameter", body),
                objectsByEnvironment("parameterForNow", body)));
        return sandbox.describe();
    }

    private static Map<String, ObjectNode> objectsByEnvironment(String member, ObjectNode body) {
        Map<String, ObjectNode> objects = new HashMap<>();
        body.path(member).forEachEntry((environment, value) -> {
            if (!(value instanceof ObjectNode object)) {
                throw new IllegalArgumentException(member + "." + environment + " is no JSON object");
            }
            objects.put(environment, object);
        });
        return objects;
    }

    private JsonNode host(String environment, boolean kill, AwsRequest request) {
        ManagedHost host = sandbox.host(environment);
        if (kill) {
            host.killRunning();
            return done();
        }
        ObjectNode body = body(request);
        if (body.has("tag")) {
            host.retag(new ControlInput(body).required("tag"));
            return done();
        }
        String wanted =
                body.path("state").asString("") + "/" + body.path("disk").asString("");
        switch (wanted) {
            case "online/" -> host.goOnline();
            case "offline/" -> host.goOffline();
            case "/full" -> sandbox.fillDisk(environment);
            case "/free" -> sandbox.freeDisk(environment);
            default ->
                throw new IllegalArgumentException(
                        "a host takes \"state\", which is online or offline, \"disk\", which is full or free, or \"tag\","
                                + " not " + body);
        }
        return done();
    }

    private JsonNode postgres(ObjectNode body) {
        String state = body.path("state").asString("");
        switch (state) {
            case "running" -> sandbox.startPostgres();
            case "stopped" -> sandbox.stopPostgres();
            default -> throw new IllegalArgumentException("state is \"running\" or \"stopped\", not \"" + state + "\"");
        }
        return done();
    }

    private JsonNode stop() {
        sandbox.requestStop();
        return done();
    }

    private JsonNode requests() {
        ArrayNode requests = JSON.createArrayNode();
        for (RequestLog.Entry entry : sandbox.requests()) {
            ObjectNode request = requests.addObject();
            request.put("time", entry.time().toString()).put("principal", entry.principal());
            request.put("service", entry.service()).put("operation", entry.operation());
            request.put("resource", entry.resource()).put("status", entry.status());
        }
        return JSON.createObjectNode().set("requests", requests);
    }

    private JsonNode accesses() {
        ArrayNode accesses = JSON.createArrayNode();
        for (Access entry : sandbox.accesses()) {
            ObjectNode access = accesses.addObject().put("time", entry.time().toString());
            access.put("principal", entry.principal().arn())
                    .put("userId", entry.principal().userId());
            access.put("action", entry.permission().action())
                    .put("resource", entry.permission().resource());
            ObjectNode conditions = access.putObject("conditions");
            entry.conditions().forEach(conditions::put);
            access.put("status", entry.status());
        }
        return JSON.createObjectNode().set("accesses", accesses);
    }

    private JsonNode session(String role, ControlInput input) {
        Credentials credentials = sandbox.assumeRole(role, input.required("session"));
        return JSON.createObjectNode()
                .put("accessKeyId", credentials.accessKeyId())
                .put("secretAccessKey", credentials.secretAccessKey())
                .put("sessionToken", credentials.sessionToken().orElseThrow())
                .put("principal", credentials.principal().arn())
                .put("expires", credentials.expires().orElseThrow().toString());
    }

    private JsonNode fault(ObjectNode body) {
        String kind = body.path("kind").asString("");
        if (!FAULT_KINDS.containsKey(kind)) {
            throw new IllegalArgumentException("kind is one of " + FAULT_KINDS.keySet() + ", not \"" + kind + "\"");
        }
        sandbox.fault(new Fault(
                body.path("service").asString(""),
                body.path("operation").asString("*"),
                body.path("times").asInt(1),
                FAULT_KINDS.get(kind),
                Duration.ofMillis(body.path("latencyMillis").asLong(0))));
        return done();
    }
}

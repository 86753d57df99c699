package io.github.dbpromote.sandbox.ssm;

import io.github.dbpromote.sandbox.http.AwsError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Parameter Store: the latest version of every parameter, kept in one file. */
public final class ParameterStore {
    private record Parameter(String name, String type, String value, long version, String tier, Instant modified) {
        ObjectNode stored() {
            ObjectNode node = Json.object();
            node.put("name", name).put("type", type).put("value", value).put("version", version);
            return node.put("tier", tier).put("modified", modified.toString());
        }

        static Parameter read(JsonNode node) {
            return new Parameter(
                    node.required("name").stringValue(),
                    node.required("type").stringValue(),
                    node.required("value").stringValue(),
                    node.required("version").asLong(),
                    node.required("tier").stringValue(),
                    Instant.parse(node.required("modified").stringValue()));
        }
    }

    private static final Pattern NAME = Pattern.compile("/?[a-zA-Z0-9_.-]+(?:/[a-zA-Z0-9_.-]+)*");
    private static final Pattern RESERVED = Pattern.compile("(?i)/?(?:aws|ssm).*");
    private static final Pattern TYPE = Pattern.compile("String|StringList|SecureString");
    private static final Pattern TIER = Pattern.compile("Standard|Advanced|Intelligent-Tiering");
    private static final int NAME_LIMIT = 2048;
    private static final int STANDARD_LIMIT = 4096;
    private static final int ADVANCED_LIMIT = 8192;
    private static final int LARGEST_PAGE = 10;

    private final Path file;
    private final SsmSettings settings;
    private final Clock clock;
    private final TreeMap<String, Parameter> byName = new TreeMap<>();

    ParameterStore(Path file, SsmSettings settings, Clock clock) {
        this.file = file;
        this.settings = settings;
        this.clock = clock;
        if (Files.exists(file)) {
            Json.read(file).valueStream().map(Parameter::read).forEach(stored -> byName.put(stored.name(), stored));
        }
    }

    /** The value of the parameter, if it is there. */
    public synchronized Optional<String> value(String name) {
        return Optional.ofNullable(byName.get(name)).map(Parameter::value);
    }

    /** Creates the parameter, a standard one of type String, or gives it a new value. */
    public synchronized void put(String name, String value) {
        store(name, "String", value, "Standard");
    }

    synchronized JsonNode put(Input input) {
        String name = input.requiredText("Name");
        String value = input.requiredText("Value");
        Optional<Parameter> existing = Optional.ofNullable(byName.get(name));
        if (existing.isPresent() && !input.flag("Overwrite")) {
            throw new AwsError(
                    400,
                    "ParameterAlreadyExists",
                    "The parameter already exists. To overwrite this value, set the overwrite option in the request to"
                            + " true.");
        }
        String type = input.text("Type", TYPE)
                .or(() -> existing.map(Parameter::type))
                .orElseThrow(() -> Input.invalid("A parameter type is required when you create a parameter."));
        Parameter stored = store(name, type, value, input.text("Tier", TIER).orElse("Standard"));
        return Json.object().put("Version", stored.version()).put("Tier", stored.tier());
    }

    private Parameter store(String name, String type, String value, String wantedTier) {
        requireName(name);
        Parameter stored = new Parameter(
                name,
                type,
                value,
                Optional.ofNullable(byName.get(name)).map(Parameter::version).orElse(0L) + 1,
                tier(value, wantedTier),
                clock.instant());
        byName.put(name, stored);
        Json.write(
                file,
                Json.objects(byName.values().stream().map(Parameter::stored).toList()));
        return stored;
    }

    private static void requireName(String name) {
        boolean qualified = name.startsWith("/") || !name.contains("/");
        if (name.length() > NAME_LIMIT
                || !qualified
                || !NAME.matcher(name).matches()
                || RESERVED.matcher(name).matches()) {
            throw Input.invalid("Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive), begins"
                    + " with a slash where it is a path, and consists of a-zA-Z0-9_.- and / alone.");
        }
    }

    private static String tier(String value, String wanted) {
        int size = value.getBytes(StandardCharsets.UTF_8).length;
        String tier = !wanted.equals("Intelligent-Tiering") ? wanted : size > STANDARD_LIMIT ? "Advanced" : "Standard";
        if (size == 0) {
            throw Input.violation(value, "Value", "Member must have length greater than or equal to 1");
        }
        if (tier.equals("Standard") && size > STANDARD_LIMIT) {
            throw Input.invalid("Standard tier parameters support a maximum parameter value of " + STANDARD_LIMIT
                    + " characters. To create a larger parameter value, upgrade the parameter to use the"
                    + " advanced-parameter tier.");
        }
        if (size > ADVANCED_LIMIT) {
            throw Input.invalid(
                    "Advanced tier parameters support a maximum parameter value of " + ADVANCED_LIMIT + " characters.");
        }
        return tier;
    }

    synchronized JsonNode get(Input input) {
        String reference = input.requiredText("Name");
        return Json.object()
                .set("Parameter", answer(find(reference).orElseThrow(() -> notFound(reference)), reference));
    }

    synchronized JsonNode getSeveral(Input input) {
        List<ObjectNode> found = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        List<String> references = input.texts("Names", LARGEST_PAGE);
        if (references.isEmpty()) {
            throw Input.violation("[]", "Names", "Member must have length greater than or equal to 1");
        }
        for (String reference : references) {
            find(reference)
                    .ifPresentOrElse(
                            parameter -> found.add(answer(parameter, reference)), () -> invalid.add(reference));
        }
        ObjectNode answer = Json.object();
        answer.set("Parameters", Json.objects(found));
        answer.set("InvalidParameters", Json.array(invalid));
        return answer;
    }

    synchronized JsonNode getByPath(Input input) {
        String path = input.requiredText("Path");
        if (!path.startsWith("/")) {
            throw Input.invalid("The parameter doesn't meet the parameter name requirements. The parameter name must"
                    + " begin with a forward slash \"/\".");
        }
        boolean recursive = input.flag("Recursive");
        int size = input.integer("MaxResults", 1, LARGEST_PAGE).orElse(LARGEST_PAGE);
        Optional<String> token = input.text("NextToken");
        String prefix = path.endsWith("/") ? path : path + "/";
        List<Parameter> below = byName.values().stream()
                .filter(parameter -> parameter.name().startsWith(prefix))
                .filter(parameter -> recursive || parameter.name().indexOf('/', prefix.length()) < 0)
                .toList();
        Page<Parameter> page = settings.emptyFirstPages() && token.isEmpty() && !below.isEmpty()
                ? Page.emptyFirst()
                : Page.of(below, size, token);
        ObjectNode answer = Json.object();
        answer.set(
                "Parameters",
                Json.objects(page.elements().stream()
                        .map(parameter -> answer(parameter, parameter.name()))
                        .toList()));
        page.nextToken().ifPresent(next -> answer.put("NextToken", next));
        return answer;
    }

    /** A reference is a name or an ARN, either with a version behind a colon. */
    private Optional<Parameter> find(String reference) {
        String prefix = settings.arn("ssm", "parameter");
        String name = reference.startsWith(prefix) ? reference.substring(prefix.length()) : reference;
        int colon = name.indexOf(':');
        String plain = colon < 0 ? name : name.substring(0, colon);
        Optional<Parameter> found = Optional.ofNullable(byName.get(plain))
                .or(() -> Optional.ofNullable(byName.get(plain.startsWith("/") ? plain.substring(1) : plain)));
        if (found.isPresent()
                && colon >= 0
                && !name.substring(colon + 1).equals("" + found.get().version())) {
            throw new AwsError(
                    400,
                    "ParameterVersionNotFound",
                    "Systems Manager could not find version " + name.substring(colon + 1) + " of " + plain
                            + ". Verify the version and try again.");
        }
        return found;
    }

    private static AwsError notFound(String reference) {
        return new AwsError(400, "ParameterNotFound", "Parameter " + reference + " not found.");
    }

    private ObjectNode answer(Parameter parameter, String reference) {
        ObjectNode answer = Json.object();
        answer.put("Name", parameter.name()).put("Type", parameter.type()).put("Value", parameter.value());
        answer.put("Version", parameter.version()).put("LastModifiedDate", Json.seconds(parameter.modified()));
        answer.put("ARN", settings.arn("ssm", "parameter") + withSlash(parameter.name()))
                .put("DataType", "text");
        int colon = reference.lastIndexOf(':');
        if (colon >= 0 && !reference.endsWith(parameter.name())) {
            answer.put("Selector", reference.substring(colon));
        }
        return answer;
    }

    private static String withSlash(String name) {
        return name.startsWith("/") ? name : "/" + name;
    }
}

package io.github.dbpromote.core.model;

import io.github.dbpromote.core.gate.Gates;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One stage of the path of one database, as infrastructure describes it in Parameter Store under
 * {@code /db-promote/<database>/<environment>}. No caller can choose any of it.
 *
 * @param promotesFrom the stage before; empty for the first one
 * @param bucketOwner the AWS account, 12 digits, that must own the bucket: every request names it
 * @param documents the SSM document of each action that this environment offers
 * @param executionTimeout how long the host may work on one deployment; 5 seconds to 48 hours, the range of
 *     {@code timeoutSeconds} in aws:runShellScript
 * @param postgresql the major version that the database must have; empty for any, and for other databases
 * @param gates the conditions that promotions into this environment are under
 */
public record Environment(
        DatabaseName database,
        EnvironmentName name,
        Optional<EnvironmentName> promotesFrom,
        String bucket,
        String bucketOwner,
        HostSelector hosts,
        Map<Action, String> documents,
        Duration executionTimeout,
        Optional<Integer> postgresql,
        Optional<String> logGroup,
        Trigger trigger,
        Promotion promotion,
        Gates gates) {

    /** The newest format of the parameter that this version understands. */
    public static final int FORMAT = 1;

    /** Where infrastructure describes the environments of all databases. */
    public static final String PARAMETER_ROOT = "/db-promote";

    private static final Duration DEFAULT_EXECUTION_TIMEOUT = Duration.ofHours(10);

    public Environment {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(name, "name");
        documents = Map.copyOf(documents);
        Objects.requireNonNull(gates, "gates");
    }

    /** Who sends the command to the host. */
    public enum Trigger {
        /** The caller of publish or promote. */
        DIRECT,
        /** The relay alone, on request. */
        RELAY;

        private static Trigger of(String word) {
            return switch (word) {
                case "direct" -> DIRECT;
                case "relay" -> RELAY;
                default -> throw new IllegalArgumentException("is neither direct nor relay");
            };
        }
    }

    /** When the relay promotes here. */
    public enum Promotion {
        /** On its schedule. */
        SCHEDULED,
        /** As soon as something has succeeded in the environment before. */
        AUTOMATIC;

        private static Promotion of(String word) {
            return switch (word) {
                case "scheduled" -> SCHEDULED;
                case "automatic" -> AUTOMATIC;
                default -> throw new IllegalArgumentException("is neither scheduled nor automatic");
            };
        }
    }

    /** Where infrastructure describes the environments of a database. */
    public static String parameterPath(DatabaseName database) {
        return PARAMETER_ROOT + "/" + database;
    }

    /**
     * @param json the parameter's value
     * @throws Refusal if it is malformed or of a newer format
     */
    public static Environment parse(DatabaseName database, EnvironmentName name, byte[] json) {
        JsonObject parameter = JsonObject.parse(json, "parameter " + parameterPath(database) + "/" + name, FORMAT);
        JsonObject hosts = parameter.object("hosts");
        return new Environment(
                database,
                name,
                parameter.optionalValue("promotesFrom", EnvironmentName::new),
                parameter.text("bucket"),
                parameter.value("bucketOwner", Environment::account),
                new HostSelector(hosts.text("tag"), hosts.text("value")),
                documents(parameter.object("documents")),
                parameter
                        .optionalValue("executionTimeout", Environment::executionTimeout)
                        .orElse(DEFAULT_EXECUTION_TIMEOUT),
                parameter.optionalValue("postgresql", Environment::majorVersion),
                parameter.optionalText("logGroup"),
                parameter.optionalValue("trigger", Trigger::of).orElse(Trigger.DIRECT),
                parameter.optionalValue("promotion", Promotion::of).orElse(Promotion.SCHEDULED),
                parameter.optionalObject("gates").map(GatesReader::read).orElse(Gates.NONE));
    }

    private static String account(String text) {
        if (!text.matches("[0-9]{12}")) {
            throw new IllegalArgumentException("is not an AWS account of 12 digits");
        }
        return text;
    }

    /** @throws IllegalArgumentException if the text is not one of PostgreSQL's major versions since 10 */
    static Integer majorVersion(String text) {
        if (!text.matches("[1-9][0-9]")) {
            throw new IllegalArgumentException("is not a major version of PostgreSQL, such as 16");
        }
        return Integer.valueOf(text);
    }

    private static Duration executionTimeout(String text) {
        Duration timeout = Duration.parse(text.toUpperCase(Locale.ROOT));
        if (timeout.toSeconds() < 5 || timeout.toSeconds() > 172_800) {
            throw new IllegalArgumentException("is not between PT5S and PT48H");
        }
        return timeout;
    }

    private static Map<Action, String> documents(JsonObject json) {
        Map<Action, String> documents = new EnumMap<>(Action.class);
        for (Action action : Action.values()) {
            json.optionalText(action.word()).ifPresent(document -> documents.put(action, document));
        }
        if (!documents.containsKey(Action.MIGRATE)) {
            throw json.malformed(Action.MIGRATE.word(), "is missing");
        }
        return documents;
    }

    /** @throws Refusal if this environment does not offer the action */
    public String document(Action action) {
        String document = documents.get(action);
        if (document == null) {
            throw new Refusal(Problems.actionNotOffered(label(), action.word()));
        }
        return document;
    }

    /** {@code users in qa}, as messages say it. */
    public String label() {
        return database + " in " + name;
    }
}

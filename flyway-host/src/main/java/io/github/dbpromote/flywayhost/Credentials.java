package io.github.dbpromote.flywayhost;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.dbpromote.core.problem.Refusal;
import java.util.Optional;

/** Finds user and password for each new connection, and tells the redactor at once what must not be shown. */
final class Credentials {
    private final HostConfiguration configuration;
    private final Aws aws;
    private final Redactor redactor;
    private Login fromSecret;

    Credentials(HostConfiguration configuration, Aws aws, Redactor redactor) {
        this.configuration = configuration;
        this.aws = aws;
        this.redactor = redactor;
    }

    /** @throws RuntimeException if AWS does not give what is needed: a {@link Refusal} or an outage */
    synchronized Login login(String hostname, int port) {
        PasswordSource source = configuration.password();
        if (source instanceof PasswordSource.Given given) {
            return new Login(user(), Optional.of(given.password()));
        }
        if (source instanceof PasswordSource.InSecret secret) {
            if (fromSecret == null) {
                fromSecret = fromSecret(secret.id());
            }
            return fromSecret;
        }
        if (source instanceof PasswordSource.RdsToken) {
            String token = aws.databaseToken(hostname, port, user());
            // Before that stands the server's name, which is no secret.
            redactor.learn(token.substring(token.indexOf('?') + 1));
            return new Login(user(), Optional.of(token));
        }
        return new Login(user(), Optional.empty());
    }

    private String user() {
        return configuration.user().orElseThrow();
    }

    private Login fromSecret(String id) {
        String text = aws.secret(id);
        redactor.learn(text);
        Optional<JsonObject> json = parsed(text);
        if (json.isEmpty()) {
            return new Login(userOr(Optional.empty(), id), Optional.of(text));
        }
        String password =
                member(json.get(), "password").orElseThrow(() -> new Refusal(HostProblems.noPasswordInSecret(id)));
        redactor.learn(password);
        return new Login(userOr(member(json.get(), "username"), id), Optional.of(password));
    }

    /** The configuration's word counts more than the secret's. */
    private String userOr(Optional<String> fromSecret, String id) {
        return configuration
                .user()
                .or(() -> fromSecret)
                .orElseThrow(() -> new Refusal(HostProblems.noUserInSecret(configuration.file(), id)));
    }

    /** Empty if it is no JSON object: then the text itself is the password. */
    private static Optional<JsonObject> parsed(String text) {
        if (!text.strip().startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonParser.parseString(text))
                    .filter(JsonElement::isJsonObject)
                    .map(JsonElement::getAsJsonObject);
        } catch (JsonParseException e) {
            // A password may begin with a brace.
            return Optional.empty();
        }
    }

    private static Optional<String> member(JsonObject json, String name) {
        return json.get(name) instanceof JsonPrimitive value && value.isString()
                ? Optional.of(value.getAsString())
                : Optional.empty();
    }
}

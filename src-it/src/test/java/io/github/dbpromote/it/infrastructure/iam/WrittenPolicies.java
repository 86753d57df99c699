package io.github.dbpromote.it.infrastructure.iam;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An infrastructure with small policies, written by hand, of one database in all environments. */
public final class WrittenPolicies {
    private final Landscape names;
    private final Map<String, UnaryOperator<String>> changes = new HashMap<>();

    public WrittenPolicies(Landscape names) {
        this.names = names;
    }

    /** The same, with something else in place of a text of one file. */
    WrittenPolicies replacing(String file, String text, String replacement) {
        changes.put(file, content -> {
            if (!content.contains(text)) {
                throw new IllegalArgumentException(file + " has no " + text);
            }
            return content.replace(text, replacement);
        });
        return this;
    }

    public Infrastructure infrastructure() {
        List<Infrastructure.Role> roles = new ArrayList<>();
        roles.add(role("dev/publisher", "publisher.json"));
        roles.add(role("qa/promoter", "promoter-who-sends.json"));
        roles.add(role("prod/promoter", "promoter-who-asks.json"));
        roles.add(role("prod/approver", "approver.json"));
        for (String environment : Landscape.ENVIRONMENTS) {
            for (String kind : List.of("operator", "reader", "host", "relay")) {
                roles.add(role(environment + "/" + kind, kind + ".json"));
            }
        }
        return new Infrastructure(
                roles, Landscape.ENVIRONMENTS.stream().map(this::bucket).toList());
    }

    private Infrastructure.Role role(String name, String file) {
        String environment = name.substring(0, name.indexOf('/'));
        return new Infrastructure.Role(name, names.role(name), List.of(Policy.ofRole(name, read(file, environment))));
    }

    private Infrastructure.Bucket bucket(String environment) {
        String name = names.bucket(environment).substring("arn:aws:s3:::".length());
        return new Infrastructure.Bucket(
                name, Landscape.ACCOUNT, Policy.ofBucket(name, read("bucket.json", environment)));
    }

    /** Why some of them allow what no scenario does. */
    public static Reasons reasons() {
        return Reasons.parse(JsonMapper.shared().readTree(text("reasons.json")));
    }

    private JsonNode read(String file, String environment) {
        int position = Landscape.ENVIRONMENTS.indexOf(environment);
        String source = Landscape.ENVIRONMENTS.get(Math.max(0, position - 1));
        return JsonMapper.shared()
                .readTree(Optional.ofNullable(changes.get(file))
                        .orElse(UnaryOperator.identity())
                        .apply(text(file))
                        .replace("@database@", names.database())
                        .replace("@environment@", environment)
                        .replace("@source@", source));
    }

    private static String text(String file) {
        try (InputStream stream = WrittenPolicies.class.getResourceAsStream(file)) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

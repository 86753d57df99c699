package io.github.dbpromote.core.host;

import io.github.dbpromote.core.model.Claim;
import java.util.Optional;
import java.util.regex.Pattern;

/** A command that was sent to one host. */
public record Command(String id, Host host) {
    /** What CancelCommand and GetCommandInvocation take for an instance, by the model of the service. */
    private static final Pattern INSTANCE = Pattern.compile("i-(?:\\w{8}|\\w{17})|mi-\\w{17}");

    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    /** The command that the claiming host was started by; empty where the claim does not tell. */
    public static Optional<Command> of(Claim claim) {
        return claim.command()
                .filter(id ->
                        ID.matcher(id).matches() && INSTANCE.matcher(claim.by()).matches())
                .map(id -> new Command(id, new Host(claim.by())));
    }
}

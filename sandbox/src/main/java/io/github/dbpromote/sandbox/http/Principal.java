package io.github.dbpromote.sandbox.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who makes a request.
 *
 * @param arn the IAM user, or the assumed role with its session
 * @param userId the identifier that {@code GetCallerIdentity} answers as {@code UserId}
 */
public record Principal(String arn, String userId) {
    private static final Pattern ARN = Pattern.compile("arn:aws:(?:iam|sts)::(\\d{12}):\\S+");
    private static final Pattern SESSION = Pattern.compile("arn:aws:sts::\\d{12}:assumed-role/([^/]+)/[^/]+");

    public Principal {
        if (!ARN.matcher(arn).matches()) {
            throw new IllegalArgumentException("Not the ARN of a principal: " + arn);
        }
        if (userId.isBlank()) {
            throw new IllegalArgumentException("A principal needs a user id: " + arn);
        }
    }

    /** An IAM user, for example {@code arn:aws:iam::123456789012:user/developer}. */
    public static Principal user(String account, String name) {
        return new Principal("arn:aws:iam::" + account + ":user/" + name, uniqueId("AIDA", account, name));
    }

    /** A session of a role, as a host or a function has it. */
    public static Principal assumedRole(String account, String role, String session) {
        return new Principal(
                "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + session,
                uniqueId("AROA", account, role) + ":" + session);
    }

    /** The account that the principal belongs to, twelve digits. */
    public String account() {
        Matcher matcher = ARN.matcher(arn);
        if (!matcher.matches()) {
            throw new IllegalStateException(arn);
        }
        return matcher.group(1);
    }

    /**
     * The condition keys that tell a principal. Of a role's session {@code aws:PrincipalArn} is the role, and only a user has a
     * {@code aws:username}.
     * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable">The table</a>
     */
    Map<String, String> conditions() {
        Map<String, String> conditions = new HashMap<>();
        conditions.put("aws:PrincipalAccount", account());
        conditions.put("aws:PrincipalIsAWSService", "false");
        conditions.put("aws:userid", userId);
        Matcher session = SESSION.matcher(arn);
        if (session.matches()) {
            conditions.put("aws:PrincipalType", "AssumedRole");
            conditions.put("aws:PrincipalArn", "arn:aws:iam::" + account() + ":role/" + session.group(1));
        } else {
            conditions.put("aws:PrincipalType", "User");
            conditions.put("aws:PrincipalArn", arn);
            conditions.put("aws:username", arn.substring(arn.lastIndexOf('/') + 1));
        }
        return conditions;
    }

    private static String uniqueId(String prefix, String account, String name) {
        return prefix + Hashing.sha256Hex(account + "/" + name).substring(0, 16).toUpperCase(Locale.ROOT);
    }
}

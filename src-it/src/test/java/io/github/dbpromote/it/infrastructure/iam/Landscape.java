package io.github.dbpromote.it.infrastructure.iam;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What things are called where policies are compared: as the Terraform module calls them, for a database on its way
 * from {@code dev} over {@code qa} to {@code prod}, where the relay alone sends.
 *
 * @param prefix the module's {@code name_prefix}
 */
public record Landscape(String prefix, String database) {
    static final String ACCOUNT = "123456789012";
    static final String REGION = "eu-central-1";
    static final List<String> ENVIRONMENTS = List.of("dev", "qa", "prod");

    /** The names that things have here in place of those in the sandbox. */
    public UnaryOperator<String> renaming() {
        Pattern bucket = Pattern.compile("arn:aws:s3:::sandbox-([^/]+-migrations.*)", Pattern.DOTALL);
        Pattern document = Pattern.compile("(arn:aws:ssm:[^:]+:\\d{12}:document/)db-promote-(.+)");
        Pattern secret = Pattern.compile("(arn:aws:secretsmanager:.+:secret:db-promote/.+)-[A-Za-z0-9]{6}");
        Pattern host = Pattern.compile("(.*role/)flyway-host-([^/]+)(.*)");
        return name -> {
            String renamed = bucket.matcher(name).replaceFirst("arn:aws:s3:::" + prefix + "-$1");
            renamed = document.matcher(renamed).replaceFirst("$1" + prefix + "-$2");
            renamed = secret.matcher(renamed).replaceFirst("$1-AbCdEf");
            renamed = host.matcher(renamed).replaceFirst("$1" + prefix + "-$2-host$3");
            return ENVIRONMENTS.contains(renamed) ? tagValue(renamed) : renamed;
        };
    }

    /** What the hosts of an environment carry as the value of their tag. */
    String tagValue(String environment) {
        return prefix + "-" + environment;
    }

    String bucket(String environment) {
        return "arn:aws:s3:::" + prefix + "-" + database + "-" + environment + "-migrations";
    }

    /** @param key behind the database's name */
    String object(String environment, String key) {
        return bucket(environment) + "/" + database + "/" + key;
    }

    String document(String environment, String action) {
        return "arn:aws:ssm:" + REGION + ":" + ACCOUNT + ":document/" + prefix + "-" + database + "-" + environment
                + "-" + action;
    }

    String amazonsDocument(String name) {
        return "arn:aws:ssm:" + REGION + "::document/" + name;
    }

    String instance() {
        return "arn:aws:ec2:" + REGION + ":" + ACCOUNT + ":instance/i-0123456789abcdef0";
    }

    String parameter(String environment) {
        return "arn:aws:ssm:" + REGION + ":" + ACCOUNT + ":parameter/db-promote/" + database + "/" + environment;
    }

    String role(String name) {
        return "arn:aws:iam::" + ACCOUNT + ":role/" + prefix + "-" + name.replace('/', '-');
    }

    String secret(String environment) {
        return "arn:aws:secretsmanager:" + REGION + ":" + ACCOUNT + ":secret:db-promote/" + database + "/" + environment
                + "-AbCdEf";
    }

    /** Whom an IAM token of RDS logs in. */
    String databaseUser(String environment) {
        return "arn:aws:rds-db:" + REGION + ":" + ACCOUNT + ":dbuser:cluster-"
                + (database + environment).toUpperCase(Locale.ROOT) + "/" + database + "_migrator";
    }

    String function(String environment) {
        return "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:" + prefix + "-" + environment + "-relay";
    }
}

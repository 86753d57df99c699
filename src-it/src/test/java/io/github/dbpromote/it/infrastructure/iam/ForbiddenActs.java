package io.github.dbpromote.it.infrastructure.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Everything that a careful person would not want a role to be able to do, as data. */
public final class ForbiddenActs {
    /** Each role of the infrastructure. */
    static final String EVERYBODY = "*";

    /** Somebody in the account whom policies of identities allow everything: only those of the buckets are left. */
    static final String ADMINISTRATOR = "administrator";

    /** Somebody in another account whom its policies allow everything. */
    static final String STRANGER = "stranger";

    private static final String DEPLOYMENT = "deployments/d-20261125-120000-abcdefgh/";
    private static final String BUNDLE = "bundles/0123456789abcdef.jar";
    private static final String ANOTHERS_APPROVAL = "approvals/0123456789abcdef/AROAEXAMPLEID:somebody-else/1.json";
    private static final String OWN_APPROVAL = "approvals/0123456789abcdef/AROAEXAMPLEID:somebody/1.json";
    private static final String ANOTHERS_REQUEST = "requests/AROAEXAMPLEID:somebody-else/d-1.json";
    private static final String OWN_REQUEST = "requests/AROAEXAMPLEID:somebody/d-1.json";
    private static final String LEDGER = "ledger.json";

    private static final List<String> RECORD = List.of(
            LEDGER,
            BUNDLE,
            DEPLOYMENT + "order.json",
            DEPLOYMENT + "claim.json",
            DEPLOYMENT + "receipt.json",
            DEPLOYMENT + "refusal.json",
            DEPLOYMENT + "clearance.json",
            OWN_APPROVAL,
            OWN_REQUEST);

    private final Landscape names;
    private final List<ForbiddenAct> acts = new ArrayList<>();

    private ForbiddenActs(Landscape names) {
        this.names = names;
    }

    public static List<ForbiddenAct> in(Landscape names) {
        ForbiddenActs catalogue = new ForbiddenActs(names);
        catalogue.everybody();
        catalogue.administrator();
        catalogue.stranger();
        catalogue.publisher();
        catalogue.promoterWhoSends();
        catalogue.promoterWhoAsks();
        catalogue.approver();
        for (String environment : Landscape.ENVIRONMENTS) {
            catalogue.operator(environment);
            catalogue.reader(environment);
            catalogue.host(environment);
            catalogue.relay(environment);
        }
        return List.copyOf(catalogue.acts);
    }

    /** The same where the relay alone sends in the first environment too. */
    public static List<ForbiddenAct> wherePublishersAsk(Landscape names) {
        ForbiddenActs more = new ForbiddenActs(names);
        more.publisherWhoAsks();
        return Stream.concat(in(names).stream(), more.acts.stream()).distinct().toList();
    }

    private void everybody() {
        for (String environment : Landscape.ENVIRONMENTS) {
            for (String key : RECORD) {
                deletes(EVERYBODY, environment, key);
                overwrites(EVERYBODY, environment, key);
            }
            putsByForce(environment);
            administersTheBucket(environment);
            administersSystemsManager(environment);
            takesOverTheRelay(environment);
            becomesSomebodyElse(environment);
        }
        runsAnything();
        makesAHost();
    }

    private void putsByForce(String environment) {
        creates(EVERYBODY, environment, ANOTHERS_APPROVAL, "one person would be as many approvals as are asked for");
        creates(EVERYBODY, environment, ANOTHERS_REQUEST, "orders would stand in the name of somebody who gave none");
        creates(EVERYBODY, environment, "surprise.json", "the record would hold what the protocol does not know");
        String foreign = names.bucket(environment) + "/another/" + DEPLOYMENT + "receipt.json";
        acts.add(new ForbiddenAct(
                EVERYBODY,
                "s3:PutObject",
                foreign,
                created(),
                "one database's bucket would tell of another's deployments"));
        acts.add(new ForbiddenAct(
                EVERYBODY,
                "s3:GetObject",
                names.object(environment, LEDGER),
                Map.of("aws:SecureTransport", List.of("false")),
                "the record could be read and changed on the way"));
    }

    private void administersTheBucket(String environment) {
        for (String action : List.of(
                "s3:DeleteBucket",
                "s3:DeleteBucketPolicy",
                "s3:PutBucketPolicy",
                "s3:PutBucketVersioning",
                "s3:PutBucketAcl",
                "s3:PutBucketNotification",
                "s3:PutBucketOwnershipControls",
                "s3:PutBucketPublicAccessBlock",
                "s3:PutEncryptionConfiguration",
                "s3:PutLifecycleConfiguration",
                "s3:PutReplicationConfiguration")) {
            does(EVERYBODY, action, names.bucket(environment), "the bucket would no longer keep what it has");
        }
        for (String action : List.of("s3:PutObjectAcl", "s3:PutObjectVersionAcl", "s3:RestoreObject")) {
            does(EVERYBODY, action, names.object(environment, LEDGER), "objects would have rules of their own");
        }
    }

    private void administersSystemsManager(String environment) {
        String parameter = names.parameter(environment);
        for (String action : List.of("ssm:PutParameter", "ssm:DeleteParameter", "ssm:DeleteParameters")) {
            does(EVERYBODY, action, parameter, "whoever passes gates would also set them");
        }
        for (String action : List.of(
                "ssm:UpdateDocument",
                "ssm:UpdateDocumentDefaultVersion",
                "ssm:DeleteDocument",
                "ssm:CreateDocument",
                "ssm:ModifyDocumentPermission")) {
            does(
                    EVERYBODY,
                    action,
                    names.document(environment, "migrate"),
                    "whoever sends a document would also write it");
        }
    }

    private void takesOverTheRelay(String environment) {
        for (String action : List.of(
                "lambda:InvokeFunction",
                "lambda:UpdateFunctionCode",
                "lambda:UpdateFunctionConfiguration",
                "lambda:UpdateAlias",
                "lambda:AddPermission",
                "lambda:DeleteFunction")) {
            does(EVERYBODY, action, names.function(environment), "the relay would be anybody's");
        }
    }

    private void becomesSomebodyElse(String environment) {
        for (String role : List.of(environment + "/host", environment + "/relay")) {
            for (String action : List.of(
                    "sts:AssumeRole",
                    "iam:PassRole",
                    "iam:PutRolePolicy",
                    "iam:AttachRolePolicy",
                    "iam:UpdateAssumeRolePolicy")) {
                does(EVERYBODY, action, names.role(role), "roles would only be names");
            }
        }
        does(EVERYBODY, "secretsmanager:PutSecretValue", names.secret(environment), "the host would be locked out");
    }

    private void runsAnything() {
        for (String document : List.of(
                "AWS-RunShellScript",
                "AWS-RunRemoteScript",
                "AWS-RunDocument",
                "AWS-RunAnsiblePlaybook",
                "AWS-RunPatchBaseline",
                "AWS-ConfigureAWSPackage",
                "AWS-UpdateSSMAgent",
                "AWS-StartPortForwardingSession")) {
            sends(EVERYBODY, names.amazonsDocument(document), "the host would run, as root, what a caller says");
        }
        for (String action : List.of("ssm:StartSession", "ssm:SendCommand", "ssm:CreateAssociation")) {
            does(EVERYBODY, action, names.instance(), "an instance that is no Flyway host would take orders");
        }
        for (String action :
                List.of("ssm:StartAutomationExecution", "ssm:CreateMaintenanceWindow", "events:PutEvents")) {
            does(EVERYBODY, action, "*", "documents would have a way around their rights");
        }
        for (String action :
                List.of("scheduler:CreateSchedule", "scheduler:UpdateSchedule", "scheduler:DeleteSchedule")) {
            does(
                    EVERYBODY,
                    action,
                    "arn:aws:scheduler:eu-central-1:123456789012:schedule/default/any",
                    "trains would run at other times");
        }
    }

    private void makesAHost() {
        Map<String, List<String>> tagged = Map.of("aws:TagKeys", List.of("Name", "FlywayHost"));
        for (String action : List.of(
                "ec2:CreateTags",
                "ec2:DeleteTags",
                "ssm:AddTagsToResource",
                "ssm:RemoveTagsFromResource",
                "autoscaling:CreateOrUpdateTags",
                "autoscaling:CreateAutoScalingGroup",
                "autoscaling:DeleteTags")) {
            acts.add(new ForbiddenAct(
                    EVERYBODY,
                    action,
                    names.instance(),
                    tagged,
                    "any instance could be made a Flyway host, and sign receipts"));
        }
        for (String action : List.of(
                "ec2:RunInstances",
                "ec2:AssociateIamInstanceProfile",
                "ec2:ReplaceIamInstanceProfileAssociation",
                "ec2:ModifyInstanceAttribute",
                "ec2-instance-connect:SendSSHPublicKey")) {
            does(EVERYBODY, action, names.instance(), "the host's role would be in other hands");
        }
    }

    private void administrator() {
        for (String environment : Landscape.ENVIRONMENTS) {
            for (String key : RECORD) {
                deletes(ADMINISTRATOR, environment, key);
                overwrites(ADMINISTRATOR, environment, key);
            }
            creates(ADMINISTRATOR, environment, DEPLOYMENT + "receipt.json", "success could be written without a host");
            creates(ADMINISTRATOR, environment, "logs/d-1/stdout", "the host's words could be anybody's");
            creates(ADMINISTRATOR, environment, ANOTHERS_APPROVAL, "one person could approve as many");
            creates(ADMINISTRATOR, environment, ANOTHERS_REQUEST, "orders would stand in another's name");
            creates(
                    ADMINISTRATOR,
                    environment,
                    "surprise.json",
                    "the record would hold what the protocol does not know");
        }
    }

    private void stranger() {
        for (String environment : Landscape.ENVIRONMENTS) {
            String why = "another account would have rights that nobody gave it";
            does(STRANGER, "s3:GetObject", names.object(environment, LEDGER), why);
            does(STRANGER, "s3:ListBucket", names.bucket(environment), why);
            creates(STRANGER, environment, DEPLOYMENT + "order.json", why);
            replaces(STRANGER, environment, LEDGER, why);
        }
    }

    private void publisher() {
        String role = "dev/publisher";
        sends(role, names.document("dev", "repair"), "a schema history could be repaired by a build");
        sendsElsewhere(role, "dev");
        writesElsewhere(role, "dev");
        for (String file : List.of("receipt.json", "clearance.json", "refusal.json")) {
            creates(role, "dev", DEPLOYMENT + file, "a build would say itself how its deployment ended");
        }
        replaces(role, "prod", LEDGER, "the ledger of a gated environment would be a build's");
        creates(role, "dev", OWN_APPROVAL, "a build would approve");
        holdsNoSecret(role);
        cancels(role);
    }

    private void publisherWhoAsks() {
        String role = "dev/publisher";
        sendsTo(role, "dev");
        for (String key : RECORD) {
            if (!key.equals(OWN_REQUEST) && !key.equals(BUNDLE)) {
                creates(role, "dev", key, "a build would do what it can only ask for");
            }
        }
        replaces(role, "dev", LEDGER, "a build would do what it can only ask for");
    }

    private void promoterWhoSends() {
        String role = "qa/promoter";
        sends(role, names.document("qa", "repair"), "a schema history could be repaired by a train");
        sendsElsewhere(role, "qa");
        writesElsewhere(role, "qa");
        for (String file : List.of("receipt.json", "clearance.json", "refusal.json")) {
            creates(role, "qa", DEPLOYMENT + file, "whoever promotes would say how it ended");
        }
        creates(role, "qa", OWN_APPROVAL, "whoever promotes would approve");
        holdsNoSecret(role);
        cancels(role);
    }

    /** Where the relay sends, whoever promotes only asks. */
    private void promoterWhoAsks() {
        String role = "prod/promoter";
        sendsNothing(role);
        writesElsewhere(role, "prod");
        for (String key : RECORD) {
            if (!key.equals(OWN_REQUEST)) {
                creates(role, "prod", key, "gates would be passed over by whoever they stop");
            }
        }
        replaces(role, "prod", LEDGER, "gates would be passed over by whoever they stop");
        holdsNoSecret(role);
        cancels(role);
    }

    private void approver() {
        String role = "prod/approver";
        sendsNothing(role);
        writesElsewhere(role, "prod");
        for (String key : RECORD) {
            if (!key.equals(OWN_APPROVAL)) {
                creates(role, "prod", key, "whoever approves would also deploy");
            }
        }
        replaces(role, "prod", LEDGER, "whoever approves would also deploy");
        holdsNoSecret(role);
        cancels(role);
    }

    private void operator(String environment) {
        String role = environment + "/operator";
        sends(role, names.document(environment, "migrate"), "migrations would have a way around the gates");
        sendsElsewhere(role, environment);
        writesElsewhere(role, environment);
        creates(role, environment, DEPLOYMENT + "receipt.json", "a person would say what only a host has seen");
        creates(role, environment, DEPLOYMENT + "refusal.json", "the relay would not be the only one that refuses");
        creates(role, environment, OWN_APPROVAL, "whoever mends would also approve");
        creates(role, environment, BUNDLE, "whoever mends would bring something that was tried nowhere");
        holdsNoSecret(role);
    }

    private void reader(String environment) {
        String role = environment + "/reader";
        sendsNothing(role);
        writesElsewhere(role, environment);
        for (String key : RECORD) {
            creates(role, environment, key, "reading would be writing");
        }
        creates(role, environment, "logs/d-1/stdout", "reading would be writing");
        replaces(role, environment, LEDGER, "reading would be writing");
        readsElsewhere(role, environment, environment);
        holdsNoSecret(role);
        cancels(role);
    }

    private void host(String environment) {
        String role = environment + "/host";
        sendsNothing(role);
        writesElsewhere(role, environment);
        for (String key : RECORD) {
            if (!key.endsWith("claim.json") && !key.endsWith("receipt.json")) {
                creates(role, environment, key, "a host that was broken into would order its own work");
            }
        }
        replaces(role, environment, LEDGER, "a host that was broken into would say what is live");
        readsElsewhere(role, environment, environment);
        cancels(role);
        for (String other : Landscape.ENVIRONMENTS) {
            if (!other.equals(environment)) {
                does(
                        role,
                        "secretsmanager:GetSecretValue",
                        names.secret(other),
                        "a host would reach the database of another environment");
                does(
                        role,
                        "rds-db:connect",
                        names.databaseUser(other),
                        "a host would reach the database of another environment");
            }
        }
    }

    private void relay(String environment) {
        String role = environment + "/relay";
        for (String action : List.of("inspect", "repair")) {
            sends(role, names.document(environment, action), "a machine would do what asks for a person");
        }
        sendsElsewhere(role, environment);
        writesElsewhere(role, environment);
        for (String key :
                List.of(DEPLOYMENT + "receipt.json", DEPLOYMENT + "clearance.json", OWN_APPROVAL, OWN_REQUEST)) {
            creates(role, environment, key, "the relay would answer what it asks");
        }
        int position = Landscape.ENVIRONMENTS.indexOf(environment);
        readsElsewhere(role, environment, position == 0 ? environment : Landscape.ENVIRONMENTS.get(position - 1));
        holdsNoSecret(role);
        cancels(role);
    }

    private void sendsNothing(String role) {
        for (String environment : Landscape.ENVIRONMENTS) {
            sendsTo(role, environment);
        }
    }

    private void sendsElsewhere(String role, String home) {
        Landscape.ENVIRONMENTS.stream().filter(other -> !other.equals(home)).forEach(other -> sendsTo(role, other));
    }

    private void sendsTo(String role, String environment) {
        for (String action : List.of("migrate", "inspect", "repair")) {
            sends(role, names.document(environment, action), "hosts would take orders from the wrong people");
        }
        acts.add(new ForbiddenAct(
                role,
                "ssm:SendCommand",
                names.instance(),
                Map.of(
                        "ssm:resourceTag/FlywayHost", List.of(names.tagValue(environment)),
                        "aws:ResourceTag/FlywayHost", List.of(names.tagValue(environment))),
                "hosts of " + environment + " would take orders from the wrong people"));
    }

    private void writesElsewhere(String role, String home) {
        String why = "a role of one environment would work in another";
        Landscape.ENVIRONMENTS.stream().filter(other -> !other.equals(home)).forEach(other -> {
            RECORD.forEach(key -> creates(role, other, key, why));
            replaces(role, other, LEDGER, why);
        });
    }

    /** @param source what it may read besides its own */
    private void readsElsewhere(String role, String home, String source) {
        Landscape.ENVIRONMENTS.stream()
                .filter(other -> !other.equals(home) && !other.equals(source))
                .forEach(other -> {
                    String why = "a role of one environment would look into another";
                    does(role, "s3:GetObject", names.object(other, LEDGER), why);
                    does(role, "s3:ListBucket", names.bucket(other), why);
                });
    }

    private void holdsNoSecret(String role) {
        for (String environment : Landscape.ENVIRONMENTS) {
            String why = "a caller would reach the database without the host";
            does(role, "secretsmanager:GetSecretValue", names.secret(environment), why);
            does(role, "rds-db:connect", names.databaseUser(environment), why);
        }
    }

    private void cancels(String role) {
        does(role, "ssm:CancelCommand", "*", "somebody else's migration could be killed");
    }

    private void deletes(String role, String environment, String key) {
        String why = "what happened could be made undone";
        does(role, "s3:DeleteObject", names.object(environment, key), why);
        does(role, "s3:DeleteObjectVersion", names.object(environment, key), why);
    }

    /** Without a condition, and, but for the ledger, even against the version that is there. */
    private void overwrites(String role, String environment, String key) {
        does(role, "s3:PutObject", names.object(environment, key), "what happened could be rewritten");
        if (!key.equals(LEDGER)) {
            replaces(role, environment, key, "what is created once could be replaced");
        }
    }

    private void creates(String role, String environment, String key, String why) {
        acts.add(new ForbiddenAct(role, "s3:PutObject", names.object(environment, key), created(), why));
    }

    private static Map<String, List<String>> created() {
        return Map.of("s3:if-none-match", List.of("*"), "s3:ObjectCreationOperation", List.of("true"));
    }

    private void replaces(String role, String environment, String key, String why) {
        acts.add(new ForbiddenAct(
                role,
                "s3:PutObject",
                names.object(environment, key),
                Map.of("s3:if-match", List.of("0123456789abcdef"), "s3:ObjectCreationOperation", List.of("true")),
                why));
    }

    private void sends(String role, String document, String why) {
        does(role, "ssm:SendCommand", document, why);
    }

    private void does(String role, String action, String resource, String why) {
        acts.add(new ForbiddenAct(role, action, resource, Map.of(), why));
    }
}

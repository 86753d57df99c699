package io.github.dbpromote.it.infrastructure.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** One role, {@code reader}, and one bucket, {@code acme}, in one account or in two. */
class InfrastructureTest {
    private static final String HOME = "123456789012";
    private static final String ABROAD = "999999999999";
    private static final String READER = "arn:aws:iam::" + HOME + ":role/reader";
    private static final String SESSION = "arn:aws:sts::" + HOME + ":assumed-role/reader/ci";
    private static final String NONE = "";

    private static final String READ = """
            {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme/*"}""";

    @Test
    void whatNobodyAllows_isNotAllowed() {
        assertThat(read(NONE, NONE, HOME)).isInstanceOf(Decision.NotAllowed.class);
    }

    @Test
    void withinAnAccount_theRolesPolicyIsEnough() {
        assertThat(read(READ, NONE, HOME)).hasToString("allowed by [reader's Read]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"*\"", "{\"AWS\": \"*\"}", "{\"AWS\": [\"" + READER + "\"]}", "{\"AWS\": \"" + SESSION + "\"}"
            })
    void withinAnAccount_theBucketsPolicyIsEnough_ifItNamesTheRole(String principal) {
        assertThat(read(NONE, letIn(principal), HOME)).hasToString("allowed by [acme's LetIn]");
    }

    @ParameterizedTest
    @ValueSource(strings = {HOME, "arn:aws:iam::" + HOME + ":root"})
    void anAccountAsPrincipal_leavesItToItsOwnPolicies(String account) {
        String principal = "{\"AWS\": \"" + account + "\"}";

        assertThat(read(NONE, letIn(principal), HOME)).isInstanceOf(Decision.NotAllowed.class);
        assertThat(read(READ, letIn(principal), ABROAD)).isInstanceOf(Decision.Allowed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"AWS\": \"" + ABROAD + "\"}", "{\"Service\": \"s3.amazonaws.com\"}"})
    void whoeverIsNotNamed_isNotLetIn(String principal) {
        assertThat(read(NONE, letIn(principal), HOME)).isInstanceOf(Decision.NotAllowed.class);
    }

    @Test
    void betweenAccounts_bothHaveToAllow() {
        String everybody = letIn("\"*\"");

        assertThat(read(READ, everybody, ABROAD)).isInstanceOf(Decision.Allowed.class);
        assertThat(read(NONE, everybody, ABROAD)).hasToString("no statement of the role allows it");
        assertThat(read(READ, NONE, ABROAD))
                .hasToString("no statement of the bucket, which is another account's, allows it");
    }

    @Test
    void anExplicitDeny_wins_whoeverSaysSo() {
        String deny = READ.replace("Allow", "Deny").replace("Read", "Never");
        String denyEverybody = letIn("\"*\"").replace("Allow", "Deny").replace("LetIn", "Out");

        assertThat(read(READ + "," + deny, NONE, HOME)).hasToString("denied by [reader's Never]");
        assertThat(read(READ, denyEverybody, HOME)).hasToString("denied by [acme's Out]");
        assertThat(read(READ, denyEverybody.replace("\"*\"", "{\"AWS\": \"" + HOME + "\"}"), HOME))
                .as("of the account is of everybody in it")
                .isInstanceOf(Decision.Denied.class);
    }

    @Test
    void notPrincipal_sparesASessionOnlyWithItsRoleAndItsAccount() {
        String allButAccountAndRole = allBut(HOME, READER);

        assertThat(read(READ, allButAccountAndRole, HOME)).isInstanceOf(Decision.Denied.class);
        assertThat(read(READ, allBut(HOME, READER, SESSION), HOME)).isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void notAction_isEverythingElse() {
        assertThat(read(statement("\"NotAction\": \"s3:Put*\", \"Resource\": \"*\""), NONE, HOME))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(read(statement("\"NotAction\": \"s3:get*\", \"Resource\": \"*\""), NONE, HOME))
                .isInstanceOf(Decision.NotAllowed.class);
    }

    @Test
    void notResource_isEverythingElse() {
        assertThat(read(statement("\"Action\": \"*\", \"NotResource\": \"arn:aws:s3:::acme\""), NONE, HOME))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(read(statement("\"Action\": \"*\", \"NotResource\": \"arn:aws:s3:::acme/*\""), NONE, HOME))
                .isInstanceOf(Decision.NotAllowed.class);
    }

    @Test
    void notResource_withAVariableThatHasNoValue_sparesNothing() {
        assertThat(read(
                        statement("\"Action\": \"*\", \"NotResource\": \"arn:aws:s3:::acme/${aws:username}*\""),
                        NONE,
                        HOME))
                .isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void actions_haveNoCase_resourcesHave() {
        assertThat(read(READ.replace("GetObject", "getobject"), NONE, HOME)).isInstanceOf(Decision.Allowed.class);
        assertThat(read(READ.replace("acme", "Acme"), NONE, HOME)).isInstanceOf(Decision.NotAllowed.class);
    }

    @Test
    void allConditions_haveToHold() {
        String secure = "\"Bool\": {\"aws:SecureTransport\": \"true\"}";
        String versioned = "\"Null\": {\"s3:VersionId\": \"false\"}";

        assertThat(read(
                        statement("\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {" + secure + "}"),
                        NONE,
                        HOME))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(read(
                        statement("\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {" + secure + "," + versioned
                                + "}"),
                        NONE,
                        HOME))
                .isInstanceOf(Decision.NotAllowed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Statement\": []}",
                "{\"Version\": \"2008-10-17\", \"Statement\": []}",
                "{\"Version\": \"2012-10-17\", \"Statements\": []}",
                "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"allow\", \"Action\": \"*\", \"Resource\": \"*\"}}",
                "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\"}}",
                "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"NotAction\": \"*\", \"Resource\": \"*\"}}",
                "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"GetObject\", \"Resource\": \"*\"}}",
                "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": [], \"Resource\": \"*\"}}",
                "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": {}}}",
                "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"*\", \"Resource\": \"*\"}}",
                "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Conditions\": {}}}",
            })
    void aPolicyThatIsWrong_isAProblem(String policy) {
        assertThatThrownBy(() -> Policy.ofRole("reader", JsonMapper.shared().readTree(policy)))
                .isInstanceOf(PolicyProblem.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Federated\": \"accounts.google.com\"}",
                "{\"CanonicalUser\": \"79a5\"}",
                "{\"AWS\": \"arn:aws:iam::123456789012:role/*\"}"
            })
    void aPrincipalThatIsUnknown_isAProblem(String principal) {
        assertThatThrownBy(() -> read(NONE, letIn(principal), HOME)).isInstanceOf(PolicyProblem.class);
    }

    @Test
    void notPrincipalWithAllow_isAProblem() {
        assertThatThrownBy(() -> read(NONE, allBut(HOME).replace("Deny", "Allow"), HOME))
                .isInstanceOf(PolicyProblem.class)
                .hasMessageContaining("even anonymous");
    }

    private static String statement(String elements) {
        return "{\"Sid\": \"One\", \"Effect\": \"Allow\", " + elements + "}";
    }

    private static String letIn(String principal) {
        return "{\"Sid\": \"LetIn\", \"Effect\": \"Allow\", \"Principal\": " + principal
                + ", \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::acme/*\"}";
    }

    private static String allBut(String... arns) {
        return "{\"Sid\": \"AllBut\", \"Effect\": \"Deny\", \"NotPrincipal\": {\"AWS\": [\""
                + String.join("\", \"", arns) + "\"]}, \"Action\": \"*\", \"Resource\": \"*\"}";
    }

    private static Decision read(String ofRole, String ofBucket, String owner) {
        Infrastructure infrastructure =
                Infrastructure.parse(JsonMapper.shared().readTree("""
                {"roles": {"reader": {"arn": "%s", "policies": [{"Version": "2012-10-17", "Statement": [%s]}]}},
                 "buckets": {"acme": {"owner": "%s", "policy": {"Version": "2012-10-17", "Statement": [%s]}}}}""".formatted(READER, ofRole, owner, ofBucket)));
        return infrastructure.decide(new Request(
                new Caller(SESSION),
                "s3:GetObject",
                "arn:aws:s3:::acme/users/ledger.json",
                new RequestContext(Map.of("aws:SecureTransport", List.of("true")))));
    }
}

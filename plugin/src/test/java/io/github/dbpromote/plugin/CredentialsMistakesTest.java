package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbpromote.sandbox.Sandbox;
import io.github.dbpromote.sandbox.http.Credentials;
import io.github.dbpromote.sandbox.http.Fault;
import io.github.dbpromote.sandbox.http.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be wrong with credentials: each in its own words, before anything is written or sent. */
@MojoTest
class CredentialsMistakesTest extends GoalScene {
    private static final Principal ALICE = Principal.user(Sandbox.ACCOUNT, "alice");

    /** In place of the machine's own files, so that nothing else is found. */
    private Map<String, String> files;

    @BeforeEach
    void hideTheMachine() throws IOException {
        files = Map.of(
                "aws.sharedCredentialsFile",
                Files.writeString(folder.resolve("credentials"), "").toString(),
                "aws.configFile",
                Files.writeString(folder.resolve("config"), """
                        [profile single-sign-on]
                        sso_session = db-promote-mistakes
                        sso_account_id = 123456789012
                        sso_role_name = developer

                        [sso-session db-promote-mistakes]
                        sso_region = eu-central-1
                        sso_start_url = https://acme.awsapps.test/start
                        """).toString(),
                "aws.disableEc2Metadata",
                "true");
        files.forEach(System::setProperty);
        cloud.provision();
        build().migration("V1__users.sql");
        cloud.forgetWhatWasAsked();
    }

    @AfterEach
    void showTheMachine() {
        files.keySet().forEach(System::clearProperty);
    }

    @Test
    @InjectMojo(goal = "publish")
    void absent(PublishMojo publish) {
        cloud.signedByNobody();

        assertThat(mistakeOf(publish)).isEqualTo("""
                Could not READ: no AWS credentials were found.
                  → Log in (aws sso login), or set AWS_PROFILE or -Ddb.profile, or the variables that your CI provides.""");
    }

    @Test
    @InjectMojo(goal = "publish")
    void expired(PublishMojo publish) {
        cloud.signedBy(cloud.keyring().issueTemporary(ALICE, Instant.EPOCH));

        assertThat(mistakeOf(publish)).isEqualTo("""
                Could not READ: the AWS credentials have expired.
                  → Log in again (aws sso login, or a new CI job), then run the same command again.""");
    }

    @Test
    @InjectMojo(goal = "publish")
    void unknown(PublishMojo publish) {
        Credentials revoked = cloud.keyring().issue(ALICE);
        cloud.keyring().revoke(revoked.accessKeyId());
        cloud.signedBy(revoked);

        assertThat(mistakeOf(publish)).isEqualTo("""
                Could not READ: AWS does not accept the credentials (UnrecognizedClientException: The security token included \
                in the request is invalid.).
                  → Check AWS_PROFILE or -Ddb.profile, and the clock of this machine.""");
    }

    @Test
    @InjectMojo(goal = "publish")
    void withTheWrongSecret(PublishMojo publish) {
        Credentials issued = cloud.keyring().issue(ALICE);
        cloud.signedBy(new Credentials(issued.accessKeyId(), "mistyped", Optional.empty(), ALICE, Optional.empty()));

        assertThat(mistakeOf(publish))
                .startsWith("Could not READ: AWS does not accept the credentials (InvalidSignatureException: ")
                .endsWith("\n  → Check AWS_PROFILE or -Ddb.profile, and the clock of this machine.")
                .doesNotContain("mistyped");
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.profile=acme-qa")
    void profileThatDoesNotExist(PublishMojo publish) {
        assertThat(mistakeOf(publish)).isEqualTo("""
                Could not READ: there is no AWS profile "acme-qa", or it has no credentials.
                  → Check AWS_PROFILE or -Ddb.profile; aws configure list-profiles shows those of this machine, and aws sso \
                login logs in.""");
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.profile=single-sign-on")
    void singleSignOnWithoutALogin(PublishMojo publish) {
        assertThat(mistakeOf(publish))
                .startsWith("Could not READ: no AWS credentials were found.\n  → Log in (aws sso login), or set ");
    }

    @Test
    @InjectMojo(goal = "publish")
    @Typed("db.roleArn=arn:aws:iam::123456789012:role/deployer")
    void roleThatCannotBeAssumed(PublishMojo publish) {
        // Once for the caller's name, and once for the parameters.
        cloud.fault("sts", "AssumeRole", Fault.Kind.ACCESS_DENIED);
        cloud.fault("sts", "AssumeRole", Fault.Kind.ACCESS_DENIED);

        assertThat(mistakeOf(publish)).isEqualTo("""
                Could not READ: the role could not be assumed (AccessDenied: User: arn:aws:iam::123456789012:user/developer is \
                not authorized to perform: sts:AssumeRole).
                  → Check -Ddb.roleArn or <roleArn>, that the role's trust policy names the caller, and that the caller may \
                sts:AssumeRole.""");
    }

    private String mistakeOf(PublishMojo publish) {
        String mistake = refusalOf(publish);
        assertNothingWasDone();
        String profile = publish.profile == null ? "" : "profile " + publish.profile + ", ";
        return mistake.replace(
                "read the parameters below /db-promote/" + cloud.database() + " (" + profile + "region eu-central-1)",
                "READ");
    }
}

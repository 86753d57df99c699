package io.github.dbpromote.sandbox.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ssm.model.DocumentAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.DocumentDescription;
import software.amazon.awssdk.services.ssm.model.DuplicateDocumentContentException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentContentException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentSchemaVersionException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentVersionException;
import software.amazon.awssdk.services.ssm.model.MaxDocumentSizeExceededException;

class DocumentStoreTest {
    private static final String ONE = echo("one");
    private static final String TWO = echo("two");

    @TempDir
    Path state;

    private SsmFixture aws;

    @BeforeEach
    void start() throws IOException {
        aws = new SsmFixture(state, SsmFixture.SETTINGS);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private static String echo(String word) {
        return "{\"schemaVersion\": \"2.2\", \"mainSteps\": [{\"action\": \"aws:runShellScript\", \"name\": \"run\","
                + " \"inputs\": {\"runCommand\": [\"echo " + word + "\"]}}]}";
    }

    private void create(String name, String content) {
        aws.client.createDocument(request -> request.name(name).content(content).documentType("Command"));
    }

    @Test
    void update_makesAVersionThatIsNotTheDefaultYet() {
        create("greet", ONE);
        aws.client.updateDocument(request -> request.name("greet").content(TWO).documentVersion("$LATEST"));

        assertThat(aws.run("greet").standardOutputContent()).isEqualTo("one\n");
        DocumentDescription description =
                aws.client.describeDocument(request -> request.name("greet")).document();
        assertThat(description.latestVersion()).isEqualTo("2");
        assertThat(description.defaultVersion()).isEqualTo("1");
        assertThat(description.statusAsString()).isEqualTo("Active");

        aws.client.updateDocumentDefaultVersion(request -> request.name("greet").documentVersion("2"));
        assertThat(aws.run("greet").standardOutputContent()).isEqualTo("two\n");
        assertThat(aws.client
                        .getDocument(request -> request.name("greet").documentVersion("1"))
                        .content())
                .isEqualTo(ONE);
    }

    @Test
    void sendCommand_mayNameAVersion() {
        create("greet", ONE);
        aws.client.updateDocument(request -> request.name("greet").content(TWO).documentVersion("$LATEST"));

        String commandId = aws.client
                .sendCommand(request ->
                        request.documentName("greet").documentVersion("$LATEST").instanceIds(aws.host.instanceId()))
                .command()
                .commandId();

        assertThat(aws.awaitEnd(commandId).standardOutputContent()).isEqualTo("two\n");
        assertThatThrownBy(() -> aws.client.sendCommand(request ->
                        request.documentName("greet").documentVersion("9").instanceIds(aws.host.instanceId())))
                .isInstanceOf(InvalidDocumentVersionException.class);
    }

    @Test
    void createAndUpdate_refuseWhatTheServiceRefuses() {
        create("greet", ONE);

        assertThatThrownBy(() -> create("greet", TWO)).isInstanceOf(DocumentAlreadyExistsException.class);
        assertThatThrownBy(() -> create("AWS-Mine", ONE)).hasMessageContaining("reserved prefix");
        assertThatThrownBy(() -> create("broken", "{")).isInstanceOf(InvalidDocumentContentException.class);
        assertThatThrownBy(() -> create("empty", "{\"schemaVersion\": \"2.2\"}"))
                .isInstanceOf(InvalidDocumentContentException.class);
        assertThatThrownBy(() -> create("unknown", echo("{{ nobody }}")))
                .isInstanceOf(InvalidDocumentContentException.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> create("old", ONE.replace("2.2", "1.2")))
                .isInstanceOf(InvalidDocumentSchemaVersionException.class);
        assertThatThrownBy(() -> create("large", echo("x".repeat(65_536))))
                .isInstanceOf(MaxDocumentSizeExceededException.class);
        assertThatThrownBy(() -> aws.client.updateDocument(
                        request -> request.name("greet").content(ONE).documentVersion("$LATEST")))
                .isInstanceOf(DuplicateDocumentContentException.class);
        assertThatThrownBy(() -> aws.client.describeDocument(request -> request.name("none")))
                .isInstanceOf(InvalidDocumentException.class);
    }

    @Test
    void documents_outliveARestart() throws IOException {
        create("greet", ONE);
        aws.close();

        aws = new SsmFixture(state, SsmFixture.SETTINGS);

        assertThat(aws.run("greet").standardOutputContent()).isEqualTo("one\n");
    }

    @Test
    void put_makesNoNewVersionOfTheSameContent() {
        aws.ssm.documents().put("greet", ONE);
        aws.ssm.documents().put("greet", ONE);
        assertThat(aws.client
                        .describeDocument(request -> request.name("greet"))
                        .document()
                        .latestVersion())
                .isEqualTo("1");

        aws.ssm.documents().put("greet", TWO);
        assertThat(aws.run("greet").standardOutputContent()).isEqualTo("two\n");
    }
}

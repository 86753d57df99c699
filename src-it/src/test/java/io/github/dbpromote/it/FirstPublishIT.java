package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(FreshSandbox.class)
class FirstPublishIT {
    private static final String DATABASE = "first-publish";

    private final Scenario project = Scenario.of(DATABASE);
    private final SharedSandbox sandbox = project.sandbox;

    @Test
    void theFirstPublish_leavesTablesRowsAndTheWholeRecord() {
        sandbox.forgetRequests();

        String output = project.mvn("db:publish");

        assertThat(requestsAsidePolls()).hasSizeBetween(5, 12);
        assertThat(output)
                .contains("first-publish in dev: bundle ")
                .containsPattern("deployment d-[0-9a-z-]+ on host i-[0-9a-f]{17}, command [0-9a-f-]{36}")
                .contains("waiting for the receipt, at most 50 min")
                .containsPattern("first-publish in dev: applied 2 migrations in .*, now at version 2");
        assertThat(sandbox.query(DATABASE, "dev", "select name from person order by name"))
                .containsExactly("Ada", "Grace");
        assertThat(sandbox.applied(DATABASE, "dev")).containsExactly("V1__create_person.sql", "V2__insert_people.sql");
        assertTheRecordIsComplete();
    }

    /** Of the build to S3 and SSM; looking for the receipt is what takes as many as it takes. */
    private List<String> requestsAsidePolls() {
        return sandbox.requests().stream()
                .filter(request -> request.path("principal").asString().endsWith("user/developer"))
                .filter(request ->
                        List.of("s3", "ssm").contains(request.path("service").asString()))
                .map(request -> request.path("operation").asString() + " "
                        + request.path("resource").asString())
                .filter(request -> !request.startsWith("GetCommandInvocation"))
                .filter(request -> !request.matches("GetObject .*/(receipt|claim)\\.json"))
                .toList();
    }

    private void assertTheRecordIsComplete() {
        JsonNode ledger = sandbox.json(DATABASE, "dev", DATABASE + "/ledger.json");
        String deployment = ledger.path("live").path("deployment").asString();
        String bundle = ledger.path("live").path("bundle").asString();
        String folder = DATABASE + "/deployments/" + deployment + "/";
        assertThat(ledger.path("last").path("outcome").asString()).isEqualTo("SUCCEEDED");
        assertThat(ledger.has("inFlight")).isFalse();
        assertThat(sandbox.keys(DATABASE, "dev", DATABASE + "/deployments/"))
                .containsExactlyInAnyOrderElementsOf(
                        List.of(folder + "claim.json", folder + "order.json", folder + "receipt.json"));
        assertThat(sandbox.keys(DATABASE, "dev", DATABASE + "/bundles/"))
                .containsExactly(DATABASE + "/bundles/" + bundle + ".jar");
        JsonNode receipt = sandbox.json(DATABASE, "dev", folder + "receipt.json");
        assertThat(receipt.path("bundle").asString()).isEqualTo(bundle);
        assertThat(receipt.path("history").size()).isGreaterThanOrEqualTo(2);
        assertThat(receipt.path("pending")).isEmpty();
    }
}

package io.github.dbpromote.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.problem.Outage;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private static final Commands OF_ONE_DATABASE = new Commands("db", "");
    private static final Commands OF_SEVERAL = new Commands("db", " -Ddb.database=users");
    private static final Problem PROBLEM =
            new Problem("lost", "It left no receipt.", "Have a host find out:\nmvn db:resolve -Denv=dev");

    @Test
    void whereThereIsOneDatabase_commandsStayShort() {
        assertThat(OF_ONE_DATABASE.in("Then: mvn db:promote -Denv=qa.")).isEqualTo("Then: mvn db:promote -Denv=qa.");
    }

    @Test
    void whereThereAreSeveral_eachCommandNamesItsOwn_andColumnsStayInLine() {
        assertThat(OF_SEVERAL.in("""
                mvn db:await -Denv=dev   waits for it again
                mvn db:status            shows how it stands""")).isEqualTo("""
                mvn db:await -Denv=dev -Ddb.database=users   waits for it again
                mvn db:status -Ddb.database=users            shows how it stands""");
    }

    @Test
    void whereThereIsNoPom_commandsNameThePlugin() {
        assertThat(new Commands("io.github.dbpromote:db-maven-plugin:1.0", " -Ddb.database=users")
                        .in("mvn db:cancel -Denv=dev -Ddb.reason=\"$1\""))
                .isEqualTo("mvn io.github.dbpromote:db-maven-plugin:1.0:cancel -Denv=dev -Ddb.database=users"
                        + " -Ddb.reason=\"$1\"");
    }

    @Test
    void failures_keepTheirKindAndCause() {
        Exception cause = new IllegalStateException("the network is gone");

        assertThatThrownBy(() -> OF_SEVERAL.apply(() -> {
                    throw new Refusal(PROBLEM);
                }))
                .isInstanceOf(Refusal.class)
                .hasMessageEndingWith("mvn db:resolve -Denv=dev -Ddb.database=users");
        assertThatThrownBy(() -> OF_SEVERAL.apply(() -> {
                    throw new Outage(PROBLEM, cause);
                }))
                .isInstanceOf(Outage.class)
                .hasCause(cause)
                .hasMessageEndingWith("mvn db:resolve -Denv=dev -Ddb.database=users");
    }
}

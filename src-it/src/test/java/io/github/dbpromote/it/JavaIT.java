package io.github.dbpromote.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Says aloud what a machine cannot show; in CI that is a failure. */
@Tag("every-maven")
class JavaIT {
    @Test
    void theOldestJavaAndANewerOne_areHere() {
        List<Integer> here = Java.oldestAndNewest().stream().map(Java::feature).toList();
        System.out.println("Maven is tried on Java " + here + ".");

        boolean complete = here.size() == 2 && here.contains(Java.OLDEST);
        assumeTrue(
                complete || System.getenv("CI") != null,
                () -> "Only Java " + here + " is here: install 17 and a newer one with long-term support.");

        assertThat(here)
                .as(
                        "versions of Java with long-term support in JAVA_HOME, JAVA_HOME_*, /usr/lib/jvm, ~/.sdkman, ~/.jdks"
                                + " and ~/.m2/toolchains.xml")
                .contains(Java.OLDEST)
                .hasSize(2);
    }
}

package io.github.dbpromote.core.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbpromote.core.problem.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("one test changes the default time zone")
class BundleTest {
    private static final Map<String, String> FILES = Map.of(
            "V1__create.sql", "create table t (id int);\n",
            "V2__index.sql", "create index concurrently i on t (id);\n",
            "V2__index.sql.conf", "executeInTransaction=false\n",
            "sub/R__view.sql", "create or replace view v as select 'ä' as x;\n");

    @Test
    void sameContent_sameBytes_onEveryMachineAndForEver() {
        // A change of this digest means that bundles built by an older version are not recognised any more.
        assertThat(Bundle.of(FILES).digest().value())
                .isEqualTo("4b7c88f80faae1d40777a508447f89f772d3809c5d471fae6f8e25572fb3e72b");
    }

    @Test
    void theOrderOfFiles_playsNoPart() {
        Map<String, String> reversed = new LinkedHashMap<>();
        FILES.keySet().stream().sorted((a, b) -> b.compareTo(a)).forEach(name -> reversed.put(name, FILES.get(name)));

        assertThat(Bundle.of(reversed)).isEqualTo(Bundle.of(FILES));
    }

    @Test
    void theTimeZone_playsNoPart() {
        TimeZone usual = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            Bundle east = Bundle.of(FILES);
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Honolulu"));

            assertThat(Bundle.of(FILES)).isEqualTo(east);
        } finally {
            TimeZone.setDefault(usual);
        }
    }

    @Test
    void lineEndsOfWindows_giveTheSameBytes() {
        assertThat(Bundle.of(Map.of("V1__a.sql", "select 1;\r\nselect 2;\r\n")))
                .isEqualTo(Bundle.of(Map.of("V1__a.sql", "select 1;\nselect 2;\n")));
    }

    @Test
    void namesComposedDifferently_asOnMacs_giveTheSameBytes() {
        assertThat(Bundle.of(Map.of("V1__u\u0308ber.sql", "x"))).isEqualTo(Bundle.of(Map.of("V1__\u00fcber.sql", "x")));
    }

    @Test
    void anotherContent_anotherDigest() {
        assertThat(Bundle.of(Map.of("V1__a.sql", "select 1;")))
                .isNotEqualTo(Bundle.of(Map.of("V1__a.sql", "select 2;")));
    }

    @Test
    void filesComeOut_asTheyWentIn() {
        assertThat(new Bundle(Bundle.of(FILES).bytes()).files().entrySet())
                .allSatisfy(file -> assertThat(new String(file.getValue(), StandardCharsets.UTF_8))
                        .isEqualTo(FILES.get(file.getKey())))
                .hasSize(FILES.size());
    }

    @Test
    void noFiles_isNoBundle() {
        assertThatThrownBy(() -> Bundle.of(Map.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no migrations");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db/migration/../../etc/passwd",
                "db/migration//etc/passwd",
                "db/migration/a/./b.sql",
                "db/migration/a\\b.sql",
                "db/migration/a\nb.sql",
                "db/migration/",
                "/etc/passwd",
                "META-INF/MANIFEST.MF"
            })
    void anEntryThatLeavesTheFolder_isRefused(String entry) throws IOException {
        Bundle foreign = new Bundle(zip(entry, "x".getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(foreign::files)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("was not built by db-promote")
                .hasMessageContaining("is not below db/migration/");
    }

    @Test
    void whatIsNoJar_isRefused() {
        assertThatThrownBy(() -> new Bundle("hello".getBytes(StandardCharsets.UTF_8)).files())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("it holds no file");
    }

    @Test
    void changingTheGivenArray_changesNothing() {
        byte[] bytes = Bundle.of(FILES).bytes();
        Bundle bundle = new Bundle(bytes);
        bytes[0] = 0;

        assertThat(new Bundle(bundle.bytes())).isEqualTo(Bundle.of(FILES));
    }

    private static byte[] zip(String entry, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(content);
        }
        return bytes.toByteArray();
    }
}

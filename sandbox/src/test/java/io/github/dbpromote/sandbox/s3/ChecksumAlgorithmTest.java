package io.github.dbpromote.sandbox.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumAlgorithmTest {
    /** The check values that the catalogue of CRC algorithms gives for the digits 1 to 9. */
    @ParameterizedTest
    @CsvSource({"CRC32, cbf43926", "CRC32C, e3069283", "CRC64NVME, ae8b14860a799888"})
    void crc_hasItsCheckValue(ChecksumAlgorithm algorithm, String check) {
        assertThat(HexFormat.of().formatHex(algorithm.digest("123456789".getBytes(US_ASCII))))
                .isEqualTo(check);
    }
}

package io.github.dbpromote.sandbox.s3;

import io.github.dbpromote.sandbox.http.Hashing;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** The checksums that S3 knows besides the MD5 of the ETag. */
enum ChecksumAlgorithm {
    CRC32 {
        @Override
        byte[] digest(byte[] bytes) {
            return fourBytes(new CRC32(), bytes);
        }
    },
    CRC32C {
        @Override
        byte[] digest(byte[] bytes) {
            return fourBytes(new CRC32C(), bytes);
        }
    },
    CRC64NVME {
        @Override
        byte[] digest(byte[] bytes) {
            Crc64Nvme crc = new Crc64Nvme();
            crc.update(bytes);
            return ByteBuffer.allocate(Long.BYTES).putLong(crc.getValue()).array();
        }
    },
    SHA1 {
        @Override
        byte[] digest(byte[] bytes) {
            return Hashing.digest("SHA-1", bytes);
        }
    },
    SHA256 {
        @Override
        byte[] digest(byte[] bytes) {
            return Hashing.digest("SHA-256", bytes);
        }
    };

    abstract byte[] digest(byte[] bytes);

    /** The header that carries the value. */
    String header() {
        return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
    }

    Checksum of(byte[] bytes) {
        return new Checksum(this, Base64.getEncoder().encodeToString(digest(bytes)));
    }

    private static byte[] fourBytes(java.util.zip.Checksum crc, byte[] bytes) {
        crc.update(bytes);
        return ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    }
}

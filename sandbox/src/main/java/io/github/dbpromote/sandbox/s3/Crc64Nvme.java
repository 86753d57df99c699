package io.github.dbpromote.sandbox.s3;

/** CRC-64/NVME, S3's checksum for whoever names none. The JDK does not have it. */
final class Crc64Nvme implements java.util.zip.Checksum {
    /** The polynomial of the NVM Express specification, bits reversed. */
    private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

    private static final long[] TABLE = table();

    private long register = -1;

    @Override
    public void update(int octet) {
        register = TABLE[(int) ((register ^ octet) & 0xff)] ^ (register >>> 8);
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        for (int index = offset; index < offset + length; index++) {
            update(bytes[index]);
        }
    }

    @Override
    public long getValue() {
        return ~register;
    }

    @Override
    public void reset() {
        register = -1;
    }

    private static long[] table() {
        long[] table = new long[256];
        for (int index = 0; index < table.length; index++) {
            long remainder = index;
            for (int bit = 0; bit < 8; bit++) {
                remainder = (remainder & 1) == 0 ? remainder >>> 1 : (remainder >>> 1) ^ POLYNOMIAL;
            }
            table[index] = remainder;
        }
        return table;
    }
}

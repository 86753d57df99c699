package io.github.dbpromote.core.bundle;

import io.github.dbpromote.core.model.Digest;
import io.github.dbpromote.core.problem.Problems;
import io.github.dbpromote.core.problem.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * An immutable jar of migrations, named by the SHA-256 of its bytes, which are a pure function of its content: the same
 * migrations give the same bytes on every machine. Hence sorted entries, one fixed time, no manifest, line feeds only,
 * and no compression, because what deflate writes differs between versions of zlib.
 */
public final class Bundle {
    /** The folder of the migrations inside the jar: where Flyway looks by default. */
    public static final String FOLDER = "db/migration/";

    /** The most that a host unpacks, in bytes: far above any set of SQL files, far below a full disk. */
    public static final long MAX_UNPACKED_BYTES = 512L * 1024 * 1024;

    // A zip file cannot tell times before 1980 or time zones.
    private static final LocalDateTime FIXED_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);
    private static final Pattern SAFE_NAME = Pattern.compile("(?:[^/\\\\\\p{Cntrl}]+/)*[^/\\\\\\p{Cntrl}]+");

    private final byte[] bytes;
    private final Digest digest;

    /** A bundle that was read; what is inside is looked at only when it is unpacked. */
    public Bundle(byte[] bytes) {
        this.bytes = bytes.clone();
        this.digest = Digest.of(bytes);
    }

    /**
     * Builds the bundle of some files.
     *
     * @param files the text of each file by its name relative to the migration directory, with {@code /}
     * @throws Refusal if there is none
     */
    public static Bundle of(Map<String, String> files) {
        if (files.isEmpty()) {
            throw new Refusal(Problems.emptyBundle());
        }
        SortedMap<String, byte[]> entries = new TreeMap<>();
        files.forEach((name, text) -> entries.put(
                FOLDER + Normalizer.normalize(name, Normalizer.Form.NFC),
                text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8)));
        return new Bundle(jar(entries));
    }

    private static byte[] jar(SortedMap<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream jar = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(stored(entry.getKey(), entry.getValue()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private static ZipEntry stored(String name, byte[] content) {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(FIXED_TIME);
        return entry;
    }

    public Digest digest() {
        return digest;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** In bytes. */
    public int size() {
        return bytes.length;
    }

    /**
     * The files by their name relative to the migration directory.
     *
     * @throws Refusal if the jar holds anything that a bundle of ours does not: another folder, a name that leaves the
     *     folder, a file twice, or more than {@link #MAX_UNPACKED_BYTES}
     */
    public SortedMap<String, byte[]> files() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        long left = MAX_UNPACKED_BYTES;
        try (ZipInputStream jar = new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                String name = relativeName(entry.getName());
                byte[] content = jar.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8));
                left -= content.length;
                if (left < 0) {
                    throw new Refusal(Problems.unsafeBundle(
                            digest.abbreviated(), "it unpacks to more than " + MAX_UNPACKED_BYTES + " bytes"));
                }
                if (files.put(name, content) != null) {
                    throw new Refusal(Problems.unsafeBundle(digest.abbreviated(), "it holds " + name + " twice"));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(
                    Problems.unsafeBundle(digest.abbreviated(), "it is not a readable jar: " + e.getMessage()));
        }
        if (files.isEmpty()) {
            throw new Refusal(Problems.unsafeBundle(digest.abbreviated(), "it holds no file"));
        }
        return files;
    }

    private String relativeName(String entry) {
        String name = entry.startsWith(FOLDER) ? entry.substring(FOLDER.length()) : "";
        boolean safe = SAFE_NAME.matcher(name).matches()
                && Arrays.stream(name.split("/")).noneMatch(part -> part.equals(".") || part.equals(".."));
        if (!safe) {
            throw new Refusal(
                    Problems.unsafeBundle(digest.abbreviated(), "its entry \"" + entry + "\" is not below " + FOLDER));
        }
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bundle bundle && digest.equals(bundle.digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return digest.abbreviated();
    }
}

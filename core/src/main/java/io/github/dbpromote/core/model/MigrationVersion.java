package io.github.dbpromote.core.model;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * A migration's version as Flyway orders it: numbers separated by dots, compared one by one, so that 1.10 comes after
 * 1.9, and 1 and 1.0 are the same.
 */
public final class MigrationVersion implements Comparable<MigrationVersion> {
    private final List<BigInteger> parts;

    private MigrationVersion(List<BigInteger> parts) {
        this.parts = parts;
    }

    /** @throws NumberFormatException if a part is not a number */
    public static MigrationVersion of(String text) {
        List<BigInteger> parts =
                Arrays.stream(text.split("[._]")).map(BigInteger::new).toList();
        int length = parts.size();
        while (length > 1 && parts.get(length - 1).signum() == 0) {
            length--;
        }
        return new MigrationVersion(parts.subList(0, length));
    }

    @Override
    public int compareTo(MigrationVersion other) {
        int common = Math.min(parts.size(), other.parts.size());
        for (int i = 0; i < common; i++) {
            int difference = parts.get(i).compareTo(other.parts.get(i));
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(parts.size(), other.parts.size());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MigrationVersion version && parts.equals(version.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }
}

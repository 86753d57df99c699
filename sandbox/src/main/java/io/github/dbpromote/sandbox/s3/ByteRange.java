package io.github.dbpromote.sandbox.s3;

import io.github.dbpromote.sandbox.http.AwsError;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of a body. */
record ByteRange(long first, long length) {
    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    ByteRange {
        if (first < 0 || length < 0) {
            throw new IllegalArgumentException(first + "+" + length);
        }
    }

    static ByteRange whole(long size) {
        return new ByteRange(0, size);
    }

    /**
     * Reads the header {@code Range}. What is not a single range of bytes is ignored, as S3 does.
     *
     * @throws AwsError if no byte of the body lies in the range
     */
    static Optional<ByteRange> parse(String header, long size) {
        Matcher matcher = SINGLE.matcher(header.strip());
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return Optional.empty();
        }
        long first = matcher.group(1).isEmpty()
                ? Math.max(0, size - Long.parseLong(matcher.group(2)))
                : Long.parseLong(matcher.group(1));
        long last = matcher.group(1).isEmpty() || matcher.group(2).isEmpty()
                ? size - 1
                : Math.min(size - 1, Long.parseLong(matcher.group(2)));
        if (isReversed(matcher)) {
            return Optional.empty();
        }
        if (first > last) {
            throw S3Error.INVALID_RANGE
                    .error()
                    .with("RangeRequested", header)
                    .with("ActualObjectSize", Long.toString(size))
                    .withHeader("Content-Range", "bytes */" + size);
        }
        return Optional.of(new ByteRange(first, last - first + 1));
    }

    String contentRange(long size) {
        return "bytes " + first + "-" + (first + length - 1) + "/" + size;
    }

    private static boolean isReversed(Matcher matcher) {
        return !matcher.group(1).isEmpty()
                && !matcher.group(2).isEmpty()
                && Long.parseLong(matcher.group(1)) > Long.parseLong(matcher.group(2));
    }
}

package io.github.dbpromote.sandbox.ssm;

import io.github.dbpromote.sandbox.http.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A part of a list, and the token that leads to the next part. */
record Page<T>(List<T> elements, Optional<String> nextToken) {
    private static final String MARK = "sandbox-page:";

    Page {
        elements = List.copyOf(elements);
    }

    static <T> Page<T> of(List<T> all, int size, Optional<String> token) {
        int from = token.map(Page::offset).orElse(0);
        if (from > all.size()) {
            throw invalidToken();
        }
        int to = Math.min(all.size(), from + size);
        return new Page<>(all.subList(from, to), to < all.size() ? Optional.of(token(to)) : Optional.empty());
    }

    /** AWS may answer no element and yet a token: who stops there misses the rest. */
    static <T> Page<T> emptyFirst() {
        return new Page<>(List.of(), Optional.of(token(0)));
    }

    private static String token(int offset) {
        return Base64.getEncoder().encodeToString((MARK + offset).getBytes(StandardCharsets.UTF_8));
    }

    private static int offset(String token) {
        try {
            String text = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.startsWith(MARK)) {
                return Integer.parseUnsignedInt(text.substring(MARK.length()));
            }
            throw invalidToken();
        } catch (IllegalArgumentException e) {
            throw invalidToken();
        }
    }

    private static AwsError invalidToken() {
        return new AwsError(400, "InvalidNextToken", "The specified token is not valid.");
    }
}

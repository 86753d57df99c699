package io.github.dbpromote.sandbox.s3;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The entity tags of a conditional header, without their quotes; {@code *} stands for any. */
record EntityTags(Set<String> tags) {
    EntityTags {
        tags = Set.copyOf(tags);
    }

    static EntityTags parse(String header) {
        return new EntityTags(Arrays.stream(header.split(",", -1))
                .map(String::strip)
                .map(tag -> tag.replaceFirst("^W/", "").replaceAll("^\"|\"$", ""))
                .collect(Collectors.toSet()));
    }

    boolean include(String etag) {
        return tags.contains("*") || tags.contains(etag);
    }
}

package io.github.dbpromote.it.infrastructure;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What Terraform would make: what {@code terraform show -json <plan>} prints, or the {@code test_plan} of
 * {@code terraform test -verbose -json}.
 * <a href="https://developer.hashicorp.com/terraform/internals/json-format#plan-representation">Its format</a>
 */
public record Plan(JsonNode json) {
    /**
     * A resource.
     *
     * @param index its key where there are several of that name, else empty
     * @param values its attributes, without those that are known only after the plan is applied
     */
    public record Resource(String address, String name, String index, JsonNode values) {
        /** An attribute that the plan knows. */
        public String text(String attribute) {
            return values.required(attribute).stringValue();
        }
    }

    /** All resources of a type, such as {@code aws_s3_bucket}. */
    public List<Resource> resources(String type) {
        return json.required("resource_changes")
                .valueStream()
                .filter(change -> change.path("mode").asString("managed").equals("managed"))
                .filter(change -> change.path("type").asString("").equals(type))
                .map(Plan::resource)
                .toList();
    }

    private static Resource resource(JsonNode change) {
        return new Resource(
                change.path("address").asString(""),
                change.required("name").stringValue(),
                change.path("index").asString(""),
                change.required("change").required("after"));
    }
}

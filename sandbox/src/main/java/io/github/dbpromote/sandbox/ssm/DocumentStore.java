package io.github.dbpromote.sandbox.ssm;

import io.github.dbpromote.sandbox.http.AwsError;
import io.github.dbpromote.sandbox.http.Hashing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The account's Command documents with all their versions, kept in one file. */
public final class DocumentStore {
    /** One version, numbered from 1, of a document. */
    record Version(String document, int number, String text, DocumentContent content, Instant created) {
        String hash() {
            return Hashing.sha256Hex(text);
        }
    }

    private static final class Document {
        private final String name;
        private final List<Version> versions = new ArrayList<>();
        private int defaultVersion = 1;

        Document(String name) {
            this.name = name;
        }

        Version latest() {
            return versions.get(versions.size() - 1);
        }
    }

    static final Pattern REFERENCE = Pattern.compile("[a-zA-Z0-9_\\-.:/]{3,128}");
    static final Pattern VERSION = Pattern.compile("[$]LATEST|[$]DEFAULT|[1-9][0-9]*");

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_\\-.]{3,128}");
    private static final Pattern RESERVED = Pattern.compile("(?i)(?:aws|amazon|amzn)[-_.].*");
    private static final int SIZE_LIMIT = 64 * 1024;

    private final Path file;
    private final SsmSettings settings;
    private final Clock clock;
    private final Map<String, Document> byName = new TreeMap<>();

    DocumentStore(Path file, SsmSettings settings, Clock clock) {
        this.file = file;
        this.settings = settings;
        this.clock = clock;
        if (Files.exists(file)) {
            Json.read(file).valueStream().forEach(this::load);
        }
    }

    /**
     * Creates the document, or a new version of it that becomes the default one, unless it has this content already.
     *
     * @throws AwsError if it is no document for Run Command
     */
    public synchronized void put(String name, String text) {
        Document document = byName.get(name);
        if (document == null) {
            create(name, text);
        } else if (!document.versions.get(document.defaultVersion - 1).text().equals(text)) {
            document.defaultVersion = addVersion(document, text).number();
            store();
        }
    }

    synchronized JsonNode create(Input input) {
        String name = input.requiredText("Name", NAME);
        requireCommandDocument(input);
        if (byName.containsKey(name)) {
            throw new AwsError(400, "DocumentAlreadyExists", "Document with same name " + name + " already exists");
        }
        Document document = create(name, input.requiredText("Content"));
        return Json.object().set("DocumentDescription", describe(document, document.latest(), "Creating"));
    }

    private Document create(String name, String text) {
        if (!NAME.matcher(name).matches() || RESERVED.matcher(name).matches()) {
            throw Input.invalid("The document name " + name + " is not valid, or begins with a reserved prefix.");
        }
        Document document = new Document(name);
        addVersion(document, text);
        byName.put(name, document);
        store();
        return document;
    }

    private Version addVersion(Document document, String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > SIZE_LIMIT) {
            throw new AwsError(400, "MaxDocumentSizeExceeded", "The size limit of a document is 64 KB.");
        }
        Version version = new Version(
                document.name, document.versions.size() + 1, text, DocumentContent.parse(text), clock.instant());
        document.versions.add(version);
        return version;
    }

    private static void requireCommandDocument(Input input) {
        if (!input.text("DocumentType").orElse("Command").equals("Command")) {
            throw Input.invalid("The sandbox knows documents of the type Command alone.");
        }
        if (!input.text("DocumentFormat").orElse("JSON").equals("JSON")) {
            throw Input.invalid("The sandbox knows documents in JSON alone.");
        }
    }

    synchronized JsonNode update(Input input) {
        Document document = find(input.requiredText("Name", NAME));
        requireCommandDocument(input);
        String text = input.requiredText("Content");
        Version updated = version(document, input.text("DocumentVersion", VERSION));
        if (updated.number() != document.latest().number()) {
            throw new AwsError(
                    400, "InvalidDocumentVersion", "Only the latest version of a document, $LATEST, can be updated.");
        }
        if (document.latest().text().equals(text)) {
            throw new AwsError(
                    400,
                    "DuplicateDocumentContent",
                    "The content of the document is the same as that of its latest version.");
        }
        Version added = addVersion(document, text);
        store();
        return Json.object().set("DocumentDescription", describe(document, added, "Updating"));
    }

    synchronized JsonNode updateDefault(Input input) {
        Document document = find(input.requiredText("Name", NAME));
        Version version = version(document, Optional.of(input.requiredText("DocumentVersion", VERSION)));
        document.defaultVersion = version.number();
        store();
        ObjectNode description = Json.object()
                .put("Name", document.name)
                .put("DefaultVersion", Integer.toString(document.defaultVersion));
        return Json.object().set("Description", description);
    }

    synchronized JsonNode describe(Input input) {
        Document document = find(input.requiredText("Name", REFERENCE));
        Version version = version(document, input.text("DocumentVersion", VERSION));
        return Json.object().set("Document", describe(document, version, "Active"));
    }

    synchronized JsonNode get(Input input) {
        Document document = find(input.requiredText("Name", REFERENCE));
        Version version = version(document, input.text("DocumentVersion", VERSION));
        ObjectNode answer = Json.object();
        answer.put("Name", document.name).put("CreatedDate", Json.seconds(version.created()));
        answer.put("DocumentVersion", Integer.toString(version.number())).put("Status", "Active");
        answer.put("Content", version.text()).put("DocumentType", "Command").put("DocumentFormat", "JSON");
        return answer;
    }

    /**
     * The version that SendCommand means.
     *
     * @param reference name or ARN
     */
    synchronized Version version(String reference, Optional<String> version) {
        return version(find(reference), version);
    }

    private Document find(String reference) {
        String prefix = settings.arn("ssm", "document/");
        String name = reference.startsWith(prefix) ? reference.substring(prefix.length()) : reference;
        return Optional.ofNullable(byName.get(name))
                .orElseThrow(
                        () -> new AwsError(400, "InvalidDocument", "Document with name " + name + " does not exist."));
    }

    private static Version version(Document document, Optional<String> version) {
        String wanted = version.orElse("$DEFAULT");
        if (wanted.equals("$DEFAULT")) {
            return document.versions.get(document.defaultVersion - 1);
        }
        if (wanted.equals("$LATEST")) {
            return document.latest();
        }
        return document.versions.stream()
                .filter(candidate -> Integer.toString(candidate.number()).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new AwsError(
                        400,
                        "InvalidDocumentVersion",
                        "The document version " + wanted + " is not valid or does not exist."));
    }

    private ObjectNode describe(Document document, Version version, String status) {
        ObjectNode description = Json.object();
        description.put("Hash", version.hash()).put("HashType", "Sha256");
        description.put("Name", document.name).put("Owner", settings.account());
        description.put("CreatedDate", Json.seconds(version.created())).put("Status", status);
        description.put("DocumentVersion", Integer.toString(version.number()));
        description.put("Description", version.content().description());
        description.set(
                "Parameters",
                Json.objects(version.content().parameters().values().stream()
                        .map(DocumentStore::describe)
                        .toList()));
        description.set("PlatformTypes", Json.array(List.of("Linux", "MacOS")));
        description.put("DocumentType", "Command").put("DocumentFormat", "JSON");
        description.put("SchemaVersion", version.content().schemaVersion());
        description.put("LatestVersion", Integer.toString(document.latest().number()));
        description.put("DefaultVersion", Integer.toString(document.defaultVersion));
        description.set("Tags", Json.array(List.of()));
        return description;
    }

    private static ObjectNode describe(DocumentParameter parameter) {
        ObjectNode description = Json.object().put("Name", parameter.name()).put("Type", parameter.type());
        description.put("Description", parameter.description());
        parameter
                .defaultValue()
                .ifPresent(value ->
                        description.put("DefaultValue", value.isString() ? value.stringValue() : value.toString()));
        return description;
    }

    private void load(JsonNode stored) {
        Document document = new Document(stored.required("name").stringValue());
        document.defaultVersion = stored.required("defaultVersion").asInt();
        for (JsonNode version : stored.required("versions").values()) {
            String text = version.required("text").stringValue();
            document.versions.add(new Version(
                    document.name,
                    document.versions.size() + 1,
                    text,
                    DocumentContent.parse(text),
                    Instant.parse(version.required("created").stringValue())));
        }
        byName.put(document.name, document);
    }

    private void store() {
        Json.write(
                file,
                Json.objects(byName.values().stream().map(DocumentStore::stored).toList()));
    }

    private static ObjectNode stored(Document document) {
        ObjectNode node = Json.object().put("name", document.name).put("defaultVersion", document.defaultVersion);
        node.set(
                "versions",
                Json.objects(document.versions.stream()
                        .map(version -> Json.object()
                                .put("text", version.text())
                                .put("created", version.created().toString()))
                        .toList()));
        return node;
    }
}

package io.github.dbpromote.plugin.migrations;

import io.github.dbpromote.core.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a file as text, strictly: what cannot be decoded is a problem, never a replacement character. */
final class SourceText {
    private final SourceFile file;
    private final Charset encoding;
    private final Consumer<Problem> problems;

    private SourceText(SourceFile file, Charset encoding, Consumer<Problem> problems) {
        this.file = file;
        this.encoding = encoding;
        this.problems = problems;
    }

    /** The file's text with its byte order mark, if it has one, as Flyway reads it; empty if there was a problem. */
    static Optional<String> read(SourceFile file, Charset encoding, Consumer<Problem> problems) {
        SourceText text = new SourceText(file, encoding, problems);
        return file.content().bytes(file.shown(), problems).flatMap(text::decode);
    }

    private Optional<String> decode(byte[] bytes) {
        CharsetDecoder decoder = encoding.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate((int) Math.ceil(bytes.length * (double) decoder.maxCharsPerByte()) + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (!result.isError()) {
            result = decoder.flush(out);
        }
        String text = out.flip().toString();
        if (result.isError()) {
            return refused(
                    file.isOfArchive()
                            ? MigrationProblems.undecodableEntry(file.shown(), encoding, in.position(), line(text))
                            : MigrationProblems.undecodable(file.shown(), encoding, in.position(), line(text)));
        }
        int nul = text.indexOf('\0');
        return nul < 0
                ? Optional.of(text)
                : refused(MigrationProblems.nulCharacter(file.shown(), encoding, line(text.substring(0, nul))));
    }

    private Optional<String> refused(Problem problem) {
        problems.accept(problem);
        return Optional.empty();
    }

    /** The line, from 1, on which this much of the file ends. */
    private static long line(String before) {
        return 1
                + before.replace("\r\n", "\n")
                        .chars()
                        .filter(c -> c == '\n' || c == '\r')
                        .count();
    }
}

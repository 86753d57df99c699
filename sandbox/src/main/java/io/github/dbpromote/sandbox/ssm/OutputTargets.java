package io.github.dbpromote.sandbox.ssm;

/** Where the output of commands goes besides Systems Manager itself. */
public record OutputTargets(OutputUpload upload, OutputLog log) {}

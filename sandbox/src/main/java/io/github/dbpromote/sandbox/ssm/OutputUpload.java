package io.github.dbpromote.sandbox.ssm;

/** Where the agent puts the whole output of a step, if SendCommand names a bucket. */
@FunctionalInterface
public interface OutputUpload {
    /** Creates the object; what it throws, if anything, fails no command. */
    void put(String bucket, String key, byte[] content);
}

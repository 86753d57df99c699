package io.github.dbpromote.sandbox.events;

/** Where an event goes. */
public sealed interface Target {
    /** As people name it: {@code function relay}. */
    String describe();

    /** A Lambda function, which is invoked asynchronously. */
    record Function(String name) implements Target {
        @Override
        public String describe() {
            return "function " + name;
        }
    }

    /** A list that {@link Events#recorded} tells. */
    record Recording(String name) implements Target {
        @Override
        public String describe() {
            return "recording " + name;
        }
    }
}

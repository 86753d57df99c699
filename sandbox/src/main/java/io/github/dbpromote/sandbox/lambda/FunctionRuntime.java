package io.github.dbpromote.sandbox.lambda;

import java.nio.file.Path;
import java.util.List;

/** How a function's code is run. */
public sealed interface FunctionRuntime {
    /** What the runtime calls for each event, as the variable {@code _HANDLER} tells it. */
    String handler();

    /** As Lambda names it: {@code java17}. */
    String identifier();

    /**
     * A class in AWS's runtime client for Java.
     *
     * @param handler such as {@code io.example.Handler::handleRequest}
     */
    record Java(String handler) implements FunctionRuntime {
        @Override
        public String identifier() {
            return "java17";
        }
    }

    /**
     * A function in a Python module, run by a small runtime client that the sandbox brings.
     *
     * @param interpreter the program itself, not a script that looks for it: a function has no such environment
     * @param handler as Lambda has it: {@code module.function}
     */
    record Python(Path interpreter, String handler) implements FunctionRuntime {
        @Override
        public String identifier() {
            return "python3.13";
        }
    }

    /**
     * Any program that speaks the Runtime API itself.
     *
     * @param command with its arguments, run in the directory of the code; a program that is no absolute path is looked
     *     for in the {@code PATH} of the sandbox
     */
    record Command(List<String> command, String handler) implements FunctionRuntime {
        public Command {
            command = List.copyOf(command);
            if (command.isEmpty()) {
                throw new IllegalArgumentException("a command names a program at least");
            }
        }

        @Override
        public String identifier() {
            return "provided.al2023";
        }
    }
}

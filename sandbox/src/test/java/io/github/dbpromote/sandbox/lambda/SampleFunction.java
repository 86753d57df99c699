package io.github.dbpromote.sandbox.lambda;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/** What the tests run as a function, in a process of its own. It knows nothing of Lambda but its hooks. */
public final class SampleFunction implements Resource {
    private final AtomicInteger events = new AtomicInteger();
    private final List<String> hooks = new ArrayList<>();

    public SampleFunction() {
        if (System.getenv("FAIL_TO_START") != null) {
            throw new IllegalStateException("cannot start");
        }
        Core.getGlobalContext().register(this);
    }

    /** Does what the event's member {@code action} says. */
    public Map<String, Object> handle(Map<String, Object> event) throws InterruptedException {
        int number = events.incrementAndGet();
        System.out.println("event " + number);
        switch (String.valueOf(event.get("action"))) {
            case "fail" -> throw new IllegalStateException("as asked for");
            case "hang" -> new CountDownLatch(1).await();
            case "exit" -> Runtime.getRuntime().halt(3);
            default -> {
                // The answer tells enough.
            }
        }
        return Map.of(
                "echo",
                event,
                "number",
                number,
                "hooks",
                hooks,
                "environment",
                System.getenv(),
                "directory",
                System.getProperty("user.dir"),
                "heap",
                Runtime.getRuntime().maxMemory());
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        hooks.add("beforeCheckpoint");
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        if (System.getenv("FAIL_TO_RESTORE") != null) {
            throw new IllegalStateException("cannot be restored");
        }
        hooks.add("afterRestore");
    }
}

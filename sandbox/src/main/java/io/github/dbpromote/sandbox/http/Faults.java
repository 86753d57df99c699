package io.github.dbpromote.sandbox.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults that still wait for a request, first ordered first met. */
public final class Faults {
    private final List<Fault> waiting = new ArrayList<>();

    public synchronized void add(Fault fault) {
        waiting.add(fault);
    }

    public synchronized void clear() {
        waiting.clear();
    }

    synchronized Optional<Fault> take(String service, Call call) {
        for (int index = 0; index < waiting.size(); index++) {
            Fault fault = waiting.get(index);
            if (fault.meets(service, call)) {
                useOne(index, fault);
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    private void useOne(int index, Fault fault) {
        if (fault.times() == 1) {
            waiting.remove(index);
        } else {
            waiting.set(index, fault.remaining());
        }
    }
}

package io.github.dbpromote.core.gate;

import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.util.List;

/** A refusal that time or other people may lift, without anybody mending anything. */
public final class GatesClosed extends Refusal {
    private static final long serialVersionUID = 1;

    private final String bundle;
    private final transient List<ClosedGate> gates;

    /**
     * @param bundle the SHA-256 of what may not come in, 64 hexadecimal digits
     * @param gates at least one
     * @param problems what a person is told of them
     */
    public GatesClosed(String bundle, List<ClosedGate> gates, List<Problem> problems) {
        super(problems);
        this.bundle = bundle;
        this.gates = List.copyOf(gates);
    }

    /** The SHA-256 of what may not come in. */
    public String bundle() {
        return bundle;
    }

    /** For logs, each has a short phrase. */
    public List<ClosedGate> gates() {
        return gates;
    }
}

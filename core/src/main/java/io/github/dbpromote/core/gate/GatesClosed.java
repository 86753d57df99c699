package io.github.dbpromote.core.gate;

import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;
import java.util.List;

/** A refusal that time or other people may lift, without anybody mending anything. */
public final class GatesClosed extends Refusal {
    private static final long serialVersionUID = 1;

    private final transient List<ClosedGate> gates;

    /**
     * @param gates at least one
     * @param problems what a person is told of them
     */
    public GatesClosed(List<ClosedGate> gates, List<Problem> problems) {
        super(problems);
        this.gates = List.copyOf(gates);
    }

    /** For logs, each has a short phrase. */
    public List<ClosedGate> gates() {
        return gates;
    }
}

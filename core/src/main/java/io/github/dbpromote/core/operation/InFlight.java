package io.github.dbpromote.core.operation;

import io.github.dbpromote.core.model.Order;
import io.github.dbpromote.core.problem.Problem;
import io.github.dbpromote.core.problem.Refusal;

/** A refusal that lasts only until somebody else's deployment has ended. */
public final class InFlight extends Refusal {
    private static final long serialVersionUID = 1;

    private final transient Order holder;

    InFlight(Order holder, Problem problem) {
        super(problem);
        this.holder = holder;
    }

    /** What is in the way. */
    public Order holder() {
        return holder;
    }
}

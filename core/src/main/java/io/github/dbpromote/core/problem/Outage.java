package io.github.dbpromote.core.problem;

/** The other kind of failure: the world broke (network, service, disk). Front ends show the problem and keep the cause. */
public final class Outage extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    public Outage(Problem problem, Throwable cause) {
        super(problem.text(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}

package io.rowcall.apply;

import io.rowcall.result.Answer;
import io.rowcall.write.FailureClass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of applying a group. There are three outcomes. */
public sealed interface Outcome {

    /**
     * The group is done.
     *
     * @param answers for each batch, in order; committed where they have to be, not sent yet. Null where another worker
     *     is applying the batch right now: it is to be given back for a moment
     */
    record Settled(List<@Nullable Answer> answers) implements Outcome {}

    /**
     * Nothing was applied and nothing is the rows' fault: everything is to be given back, and the target held until
     * the cause is gone.
     *
     * @param why an outage, a configuration fault, or a conflict that would not end
     */
    record Held(FailureClass why) implements Outcome {}

    /**
     * Nothing was applied, and the fault is Rowcall's own. One of the batches brings it out: each is to be applied
     * alone; alone, it is to be given back, and its attempt stays counted.
     */
    record Suspect(FailureClass.Bug why) implements Outcome {}
}

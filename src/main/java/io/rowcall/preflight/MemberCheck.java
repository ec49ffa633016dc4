package io.rowcall.preflight;

import io.rowcall.batch.ReasonCode;
import io.rowcall.batch.Value;
import io.rowcall.table.Members;
import java.util.List;

/** ENUM. Only names of members count: the server would take '2' for the second one too. */
record MemberCheck(List<String> list, Members members) implements ValueCheck {

    @Override
    public Judgement check(Value value) {
        String text = ValueCheck.text(value);
        if (text == null) {
            return ValueCheck.wrongType("one of " + listed(list) + " as text", value);
        }
        return members.spelt(text).<Judgement>map(Bound.Text::new).orElseGet(() -> unknown("one of ", list, value));
    }

    static Fault unknown(String takes, List<String> list, Value value) {
        String listed = listed(list);
        return Fault.of(
                ReasonCode.NOT_IN_ENUM, takes + listed, listed, value, "Send one of these, or add it to the column.");
    }

    private static String listed(List<String> list) {
        return Excerpt.of(String.join(", ", list));
    }
}

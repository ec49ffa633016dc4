package io.rowcall.preflight;

import io.rowcall.batch.Value;
import io.rowcall.table.Members;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** SET: a JSON list of members, or text with commas between them; no text at all is the empty set. */
record MembersCheck(List<String> list, Members members) implements ValueCheck {

    @Override
    public Judgement check(Value value) {
        List<String> names = names(value);
        if (names == null) {
            return ValueCheck.wrongType("a list of members, or text with commas between them", value);
        }
        Set<String> found = new LinkedHashSet<>();
        for (String name : names) {
            Optional<String> member = members.spelt(name);
            if (member.isEmpty()) {
                return MemberCheck.unknown("any of ", list, value);
            }
            found.add(member.get());
        }
        return new Bound.Text(String.join(",", inOrder(found)));
    }

    /** As the server writes them: in the order in which the table lists them. */
    private List<String> inOrder(Set<String> found) {
        List<String> ordered = new ArrayList<>();
        for (String member : list) {
            if (found.remove(member)) {
                ordered.add(member);
            }
        }
        ordered.addAll(found);
        return ordered;
    }

    private static @Nullable List<String> names(Value value) {
        if (value instanceof Value.Json json) {
            JsonNode node = JsonText.tree(json.json());
            boolean texts = node.isArray() && node.valueStream().allMatch(JsonNode::isString);
            return texts ? node.valueStream().map(JsonNode::stringValue).toList() : null;
        }
        String text = ValueCheck.text(value);
        return text == null ? null : text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }
}

package io.rowcall.testing;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.rowcall.batch.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The result messages that came, by result id. It keeps a list of what no worker may ever do: a message that is not
 * persistent JSON with the result's id, a wrong routing key, a repeat with other bytes, a second applied result of one
 * batch.
 */
final class ResultLog {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Map<String, Pages> results = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private Consumer<Result> listener = result -> {};
    private int messages;

    synchronized void onResult(Consumer<Result> told) {
        listener = told;
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    synchronized void add(String routingKey, BasicProperties properties, byte[] body) {
        messages++;
        try {
            JsonNode json = JSON.readTree(body);
            String id = json.required("resultId").asString();
            if (!id.equals(properties.getMessageId())) {
                fault("message_id " + properties.getMessageId() + " is not the result id", body);
            }
            String key = json.required("target").asString() + "."
                    + json.required("status").asString();
            if (!key.equals(routingKey)) {
                fault("routing key " + routingKey + ", not " + key, body);
            }
            if (!Integer.valueOf(2).equals(properties.getDeliveryMode())) {
                fault("not persistent", body);
            }
            Pages pages = results.computeIfAbsent(id, each -> new Pages());
            int page = json.path("page").asInt(1);
            byte[] before = pages.bodies.putIfAbsent(page, body);
            if (before != null && !Arrays.equals(before, body)) {
                fault("a repeat with other bytes than " + text(before), body);
            }
            boolean news = pages.nodes.putIfAbsent(page, json) == null;
            pages.copies.merge(page, 1, Integer::sum);
            if (news && pages.complete()) {
                listener.accept(pages.result());
            }
        } catch (RuntimeException | AssertionError e) {
            fault(e.toString(), body);
        }
    }

    /** Fails if anything came that must not. */
    synchronized void check() {
        if (!faults.isEmpty()) {
            throw new AssertionError("wrong results: " + String.join("\n", faults));
        }
        Map<String, Result> applied = new HashMap<>();
        for (Result result : results()) {
            if (result.status() != Status.REFUSED && !result.dryRun()) {
                Result other = applied.put(result.target() + " " + result.batchId(), result);
                if (other != null) {
                    throw new AssertionError("one batch was applied twice:\n" + other + "\n" + result);
                }
            }
        }
    }

    synchronized int messages() {
        return messages;
    }

    /** The results whose pages are all there. */
    synchronized List<Result> results() {
        return results.values().stream()
                .filter(Pages::complete)
                .map(Pages::result)
                .toList();
    }

    /** How often all pages of the results of a batch came. */
    synchronized int copies(String batchId) {
        return results.values().stream()
                .filter(Pages::complete)
                .filter(pages -> batchId.equals(pages.first().path("batchId").asString()))
                .mapToInt(pages -> least(pages.copies.values()))
                .sum();
    }

    private static int least(Collection<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).min().orElse(0);
    }

    private void fault(String what, byte[] body) {
        faults.add(what + ": " + text(body));
    }

    private static String text(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.length() <= 2_000 ? text : text.substring(0, 2_000) + " …";
    }

    private static final class Pages {
        private final TreeMap<Integer, JsonNode> nodes = new TreeMap<>();
        private final Map<Integer, byte[]> bodies = new HashMap<>();
        private final Map<Integer, Integer> copies = new HashMap<>();

        private @Nullable Result result;

        Result result() {
            if (result == null) {
                result = new Result(List.copyOf(nodes.values()));
            }
            return result;
        }

        JsonNode first() {
            return nodes.firstEntry().getValue();
        }

        boolean complete() {
            return !nodes.isEmpty() && nodes.size() == first().path("pages").asInt(1);
        }
    }
}

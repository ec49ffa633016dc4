package io.rowcall.testing;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.rowcall.batch.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private final Map<String, Pages> pages = new HashMap<>();
    /** Those whose pages are all there. Questions come many times a second: whatever they ask is made ready as messages come. */
    private final List<Result> results = new ArrayList<>();

    private final Map<@Nullable String, List<Pages>> byBatch = new HashMap<>();
    private final Map<Batch, Result> applied = new HashMap<>();
    private final List<String> appliedTwice = new ArrayList<>();
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
            Pages ofResult = pages.computeIfAbsent(id, each -> new Pages());
            int page = json.path("page").asInt(1);
            byte[] before = ofResult.bodies.putIfAbsent(page, body);
            if (before != null && !Arrays.equals(before, body)) {
                fault("a repeat with other bytes than " + text(before), body);
            }
            boolean news = ofResult.nodes.putIfAbsent(page, json) == null;
            ofResult.copies.merge(page, 1, Integer::sum);
            if (news && ofResult.complete()) {
                add(ofResult);
            }
        } catch (RuntimeException | AssertionError e) {
            fault(e.toString(), body);
        }
    }

    private void add(Pages ofResult) {
        Result result = new Result(List.copyOf(ofResult.nodes.values()));
        results.add(result);
        byBatch.computeIfAbsent(result.batchId(), each -> new ArrayList<>()).add(ofResult);
        ofResult.result = result;
        if (result.status() != Status.REFUSED && !result.dryRun()) {
            Result other = applied.put(new Batch(result.target(), result.batchId()), result);
            if (other != null) {
                appliedTwice.add("one batch was applied twice:\n" + other + "\n" + result);
            }
        }
        listener.accept(result);
    }

    /** Fails if anything came that must not. */
    synchronized void check() {
        if (!faults.isEmpty()) {
            throw new AssertionError("wrong results: " + String.join("\n", faults));
        }
        if (!appliedTwice.isEmpty()) {
            throw new AssertionError(appliedTwice.getFirst());
        }
    }

    synchronized int messages() {
        return messages;
    }

    /** The results whose pages are all there, in the order in which they came to be. */
    synchronized List<Result> results() {
        return List.copyOf(results);
    }

    /** Those of a batch; more than one where it was refused as well, or was a dry run. */
    synchronized List<Result> results(String batchId) {
        return byBatch.getOrDefault(batchId, List.of()).stream()
                .map(ofResult -> Objects.requireNonNull(ofResult.result))
                .toList();
    }

    /** How often all pages of the results of a batch came. */
    synchronized int copies(String batchId) {
        return byBatch.getOrDefault(batchId, List.of()).stream()
                .mapToInt(ofResult -> least(ofResult.copies.values()))
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

    private record Batch(String target, @Nullable String id) {}

    private static final class Pages {
        private final TreeMap<Integer, JsonNode> nodes = new TreeMap<>();
        private final Map<Integer, byte[]> bodies = new HashMap<>();
        private final Map<Integer, Integer> copies = new HashMap<>();

        private @Nullable Result result;

        boolean complete() {
            return nodes.size() == nodes.firstEntry().getValue().path("pages").asInt(1);
        }
    }
}

package io.rowcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RowSlicesTest {

    @Test
    void elementsAreTakenAsTheyStand() {
        assertThat(slices("[]")).isEmpty();
        assertThat(slices(" \n[ \t] ")).isEmpty();
        assertThat(slices("[{\"a\": 1} ,\n {\"b\":[1,2]}\n]")).containsExactly("{\"a\": 1}", "{\"b\":[1,2]}");
        assertThat(slices("[1,\"x\",null , true,[[]],{}]")).containsExactly("1", "\"x\"", "null", "true", "[[]]", "{}");
    }

    @Test
    void bracketsCommasAndQuotesInStringsAreText() {
        assertThat(slices("[{\"a\":\"],}{[\\\"\\\\\"},\"\\\\\\\",\",\"ü]\"]"))
                .containsExactly("{\"a\":\"],}{[\\\"\\\\\"}", "\"\\\\\\\",\"", "\"ü]\"");
    }

    @Test
    void byteOrderMarkIsPassedOver() {
        assertThat(slices("\uFEFF[1]")).containsExactly("1");
    }

    @Test
    void onlyAnArrayIsAnArray() {
        assertThat(RowSlices.isArray(utf8(" [1]"))).isTrue();
        assertThat(RowSlices.isArray(utf8("{\"rows\":[]}"))).isFalse();
        assertThat(RowSlices.isArray(utf8("  "))).isFalse();
        assertThat(RowSlices.isArray(new byte[0])).isFalse();
    }

    @Test
    void anyJsonIsCutWhereAParserCutsIt() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        JsonMapper json = new JsonMapper();
        for (int i = 0; i < 500; i++) {
            List<Object> rows = new ArrayList<>();
            for (int row = random.nextInt(5); row > 0; row--) {
                rows.add(value(random, 3));
            }
            String text = random.nextBoolean()
                    ? json.writeValueAsString(rows)
                    : json.writerWithDefaultPrettyPrinter().writeValueAsString(rows);
            List<JsonNode> expected = new ArrayList<>();
            json.readTree(text).forEach(expected::add);

            assertThat(slices(text).stream().map(json::readTree).toList())
                    .as("seed %d, case %d: %s", seed, i, text)
                    .isEqualTo(expected);
        }
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 3 : 5)) {
            case 0 -> random.nextInt();
            case 1 ->
                random.ints(random.nextInt(6), 0, 8)
                        .mapToObj(i -> new String[] {"[", "]", "{", "}", ",", "\"", "\\", "é"}[i])
                        .reduce("", String::concat);
            case 2 -> random.nextBoolean();
            case 3 -> List.of(value(random, depth - 1), value(random, depth - 1));
            default -> Map.of("k,]\"", value(random, depth - 1));
        };
    }

    private static List<String> slices(String text) {
        byte[] json = utf8(text);
        List<String> slices = new ArrayList<>();
        RowSlices rows = new RowSlices(json);
        while (rows.next()) {
            assertThat(rows.index()).isEqualTo(slices.size());
            slices.add(new String(json, rows.from(), rows.length(), StandardCharsets.UTF_8));
        }
        return slices;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.rowcall.preflight;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads JSON strictly: no key twice in an object, nothing but what RFC 8259 has. Sizes were bounded with the batch. */
final class JsonText {

    /** Beyond MySQL's 100 levels, so that documents too deep are told from malformed ones. */
    private static final int DEPTH = 1_000;

    /** For reading token by token, where numbers stay the text they are and may be of any length. */
    private static final JsonFactory TOKENS = factory(StreamReadConstraints.builder()
            .maxNestingDepth(DEPTH)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build());

    /** For small documents, whose numbers become numbers. */
    private static final JsonMapper TREES = JsonMapper.builder(factory(StreamReadConstraints.defaults()))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonText() {}

    private static JsonFactory factory(StreamReadConstraints constraints) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(constraints)
                .build();
    }

    /** Throws a {@link JacksonException} where the text is malformed, as do its methods. */
    static JsonParser parser(String json) {
        return TOKENS.createParser(ObjectReadContext.empty(), json);
    }

    /** The document, or a missing node where it is malformed or a number is beyond reason. */
    static JsonNode tree(String json) {
        try {
            return TREES.readTree(json);
        } catch (JacksonException | NumberFormatException e) { // the latter for exponents beyond those of BigDecimal
            return MissingNode.getInstance();
        }
    }

    /** A JSON string that holds this text. */
    static String quoted(String text) {
        return TREES.writeValueAsString(text);
    }
}

package io.rowcall.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.rowcall.batch.BatchKey;
import io.rowcall.batch.DuplicatePolicy;
import io.rowcall.batch.ImportPart;
import io.rowcall.batch.RefusalCode;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {

    private static final Sent SENT = Sent.json("[]");

    @Test
    void withoutHeadersTheTargetsDefaultsHold() {
        var batch = SENT.accepted();

        assertThat(batch.key()).isEqualTo(new BatchKey("users", "b-1"));
        assertThat(batch.correlationId()).isEqualTo("c-1");
        assertThat(batch.policy()).isEqualTo(DuplicatePolicy.FAIL);
        assertThat(batch.dryRun()).isFalse();
        assertThat(batch.part()).isNull();
    }

    @ParameterizedTest
    @NullAndEmptySource
    void messageWithoutIdIsRefused(@Nullable String id) {
        assertThat(SENT.id(id).refused(RefusalCode.BATCH_ID_MISSING).message())
                .isEqualTo("the message has no message_id; give it a message_id of 1 to 255 bytes, "
                        + "the same whenever the same batch is sent again");
    }

    @Test
    void idTooLongForTheLedgerIsRefused() {
        assertThat(SENT.id("é".repeat(127)).accepted().key().batchId()).hasSize(127);
        assertThat(SENT.id("é".repeat(128))
                        .refused(RefusalCode.BATCH_ID_MISSING)
                        .message())
                .contains("256 bytes", "1 to 255 bytes");
    }

    @Test
    void headersOfOthersPassUnread() {
        SENT.header("x-death", List.of("anything")).header("rowcallish", 1).accepted();
    }

    @Test
    void deadLetterPutBackAsItIsIsTaken() {
        SENT.header("rowcall-code", "MALFORMED").header("rowcall-reason", "…").accepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rowcall-dryrun", "rowcall-", "Rowcall-Dry-Run", "ROWCALL-PART", "rowcall-\u001b[31m"})
    void unknownHeaderIsRefusedAndNeverIgnored(String name) {
        assertThat(SENT.header(name, true)
                        .refused(RefusalCode.UNSUPPORTED_HEADER)
                        .message())
                .contains("header \"")
                .contains("rowcall-dry-run, rowcall-import-id, rowcall-on-duplicate, rowcall-part, rowcall-parts");
    }

    static Stream<Arguments> dryRuns() {
        return Stream.of(
                arguments(true, true),
                arguments("true", true),
                arguments(new StringBuilder("true"), true),
                arguments(false, false),
                arguments("false", false));
    }

    @ParameterizedTest
    @MethodSource("dryRuns")
    void dryRunIsABooleanOrItsWord(Object value, boolean expected) {
        assertThat(SENT.header("rowcall-dry-run", value).accepted().dryRun()).isEqualTo(expected);
    }

    static Stream<@Nullable Object> noBooleans() {
        return Stream.of(null, "", "yes", "TRUE", 1, List.of(true));
    }

    @ParameterizedTest
    @MethodSource("noBooleans")
    void anythingElseForDryRunIsRefused(@Nullable Object value) {
        assertThat(SENT.header("rowcall-dry-run", value)
                        .refused(RefusalCode.UNSUPPORTED_HEADER)
                        .message())
                .startsWith("header rowcall-dry-run ")
                .endsWith("; write true or false, or leave it out");
    }

    @Test
    void batchMayChooseAPolicyThatTheTargetAllows() {
        assertThat(SENT.header("rowcall-on-duplicate", "unchanged").accepted().policy())
                .isEqualTo(DuplicatePolicy.UNCHANGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"update", "ignore", "UNCHANGED", "", "replace"})
    void anyOtherPolicyIsRefused(String word) {
        assertThat(SENT.header("rowcall-on-duplicate", word)
                        .refused(RefusalCode.UNSUPPORTED_HEADER)
                        .message())
                .isEqualTo("header rowcall-on-duplicate is \"" + word + "\"; target users allows fail, unchanged");
    }

    static Stream<Arguments> parts() {
        return Stream.of(
                arguments(null, null, null, null),
                arguments(1, null, 1, null),
                arguments(3L, 3, 3, 3),
                arguments("2", "0010", 2, 10),
                arguments((short) 2, (byte) 7, 2, 7),
                arguments(null, 5, null, 5),
                arguments(Integer.MAX_VALUE, "2147483647", Integer.MAX_VALUE, Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("parts")
    void importHasPartsAsNumbersOrDigits(
            @Nullable Object part,
            @Nullable Object parts,
            @Nullable Integer expectedPart,
            @Nullable Integer expectedParts) {
        Sent sent = SENT.header("rowcall-import-id", "i-1");
        sent = part == null ? sent : sent.header("rowcall-part", part);
        sent = parts == null ? sent : sent.header("rowcall-parts", parts);

        assertThat(sent.accepted().part()).isEqualTo(new ImportPart("i-1", expectedPart, expectedParts));
    }

    static Stream<@Nullable Object> noPositiveNumbers() {
        return Stream.of(
                null,
                0,
                -1,
                1.0,
                1.5,
                "",
                "0",
                "-1",
                "+1",
                " 1",
                "1.0",
                "one",
                "٣",
                2147483648L,
                "2147483648",
                "99999999999999999999",
                true);
    }

    @ParameterizedTest
    @MethodSource("noPositiveNumbers")
    void anythingElseForPartsIsRefused(@Nullable Object value) {
        for (String name : List.of("rowcall-part", "rowcall-parts")) {
            assertThat(SENT.header("rowcall-import-id", "i-1")
                            .header(name, value)
                            .refused(RefusalCode.UNSUPPORTED_HEADER)
                            .message())
                    .startsWith("header " + name + " ")
                    .endsWith("; write a whole number from 1 to 2,147,483,647, or leave it out");
        }
    }

    @Test
    void partBeyondTheLastIsRefused() {
        assertThat(SENT.header("rowcall-import-id", "i-1")
                        .header("rowcall-part", 4)
                        .header("rowcall-parts", 3)
                        .refused(RefusalCode.UNSUPPORTED_HEADER)
                        .message())
                .isEqualTo("header rowcall-part is 4, but rowcall-parts says there are only 3; "
                        + "parts are numbered from 1");
    }

    @Test
    void partWithoutItsImportIsRefused() {
        assertThat(SENT.header("rowcall-parts", 4)
                        .refused(RefusalCode.UNSUPPORTED_HEADER)
                        .message())
                .isEqualTo("header rowcall-parts stands without rowcall-import-id; give the import's id, "
                        + "or leave out both rowcall-part and rowcall-parts");
    }

    static Stream<@Nullable Object> noImportIds() {
        return Stream.of(null, "", "x".repeat(256), 17, true);
    }

    @ParameterizedTest
    @MethodSource("noImportIds")
    void importIdIsTextOfAtMost255Bytes(@Nullable Object value) {
        assertThat(SENT.header("rowcall-import-id", value)
                        .refused(RefusalCode.UNSUPPORTED_HEADER)
                        .message())
                .startsWith("header rowcall-import-id ");
        assertThat(SENT.header("rowcall-import-id", "x".repeat(255)).accepted().part())
                .isNotNull();
    }
}

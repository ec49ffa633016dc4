package io.rowcall.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.batch.RefusalCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json;charset=utf-8",
                "application/json ; charset=\"UTF-8\"",
                "application/json;charset=utf8;"
            })
    void jsonIsReadWithItsCharsetOrWithout(String type) {
        assertThat(Sent.json("[{}]").as(type).accepted().rowCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "text/csv; header=present", "text/csv; charset=utf-8; header=Present"})
    void csvIsReadWithItsHeader(String type) {
        assertThat(Sent.json("id\n1\n").as(type).accepted().rowCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                " ",
                ";",
                "application/octet-stream",
                "application/vnd.api+json",
                "text/plain",
                "json",
                "application/json, text/csv",
                "application/json; charset=iso-8859-1",
                "application/json; charset=utf-16",
                "application/json; charset",
                "application/json; header=present",
                "application/json; profile=x",
                "text/csv; header=absent",
                "text/csv; header",
                "text/csv; delimiter=tab",
                "text/csv; =",
                "\r\n\u001b]0;owned\u0007"
            })
    void anyOtherContentTypeIsRefused(@Nullable String type) {
        assertThat(Sent.json("[]")
                        .as(type)
                        .refused(RefusalCode.UNSUPPORTED_CONTENT_TYPE)
                        .message())
                .contains("content_type")
                .contains("; send application/json, application/x-ndjson or text/csv");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"identity", "Identity", "UTF-8"})
    void bodyWithoutCompressionIsReadAsItIs(@Nullable String encoding) {
        assertThat(Sent.json("[{}]").encoded(encoding).accepted().rowCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", " gzip"})
    void gzipIsInflated(String encoding) {
        assertThat(Sent.json("[{}]").gzipped().encoded(encoding).accepted().rowCount())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deflate", "br", "zstd", "gzip, gzip", "base64", "utf-16", "\u0000"})
    void anyOtherEncodingIsRefused(String encoding) {
        assertThat(Sent.json("[]")
                        .encoded(encoding)
                        .refused(RefusalCode.UNSUPPORTED_CONTENT_TYPE)
                        .message())
                .startsWith("content_encoding is \"")
                .contains("gzip");
    }
}

package io.rowcall.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTest {

    @Test
    void literalsNeedNoMarks() {
        Sql sql = new Sql()
                .add("VALUES ")
                .literals(7, new byte[] {0, (byte) 0xFF}, "a'😀", null, LocalDateTime.of(2026, 11, 27, 9, 30));

        assertThat(sql.text()).isEqualTo("VALUES (7, X'00ff', _utf8mb4 X'6127f09f9880', NULL, '2026-11-27T09:30:00')");
        assertThat(sql.values()).isEmpty();
    }

    @Test
    void anEmptyTextIsALiteralToo() {
        assertThat(new Sql().literal("").literal(new byte[0]).text()).isEqualTo("_utf8mb4 X''X''");
    }

    @Test
    void textsOfRowsStandInQuotes() {
        Sql sql = new Sql()
                .text("it's 'so'")
                .add(", ")
                .text("")
                .add(", ")
                .text("'")
                .add(", ")
                .text("né ? \" ` -- {d}\t\r\n😀");

        assertThat(sql.text()).isEqualTo("'it''s ''so''', '', '''', 'né ? \" ` -- {d}\t\r\n😀'");
        assertThat(sql.isBound()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\", "a\\'b", "\0", "\032", "\ud83d", "\ude00\ud83d"})
    void textsThatAreNotSafeInPlainQuotesAreBound(String text) {
        Sql sql = new Sql().text(text);

        assertThat(sql.text()).isEqualTo("?");
        assertThat(sql.values()).isEqualTo(List.of(text));
    }

    @Test
    void longValuesAreBound() {
        Sql sql = new Sql().text("x".repeat(4_097)).bytes(new byte[4_097]);

        assertThat(sql.text()).isEqualTo("??");
        assertThat(new Sql().text("x".repeat(4_096)).bytes(new byte[4_096]).isBound())
                .isFalse();
    }

    @Test
    void bytesAreNoNumber() {
        assertThat(new Sql().bytes(new byte[] {1, (byte) 0xFE}).text()).isEqualTo("_binary X'01fe'");
    }

    @Test
    void namesStandInBackTicks() {
        assertThat(new Sql().name("a`b'").text()).isEqualTo("`a``b'`");
    }

    @Test
    void whatHasNoLiteralIsRefused() {
        assertThatThrownBy(() -> new Sql().literal(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Double");
    }
}

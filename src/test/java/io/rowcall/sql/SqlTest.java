package io.rowcall.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

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
    void whatHasNoLiteralIsRefused() {
        assertThatThrownBy(() -> new Sql().literal(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Double");
    }
}

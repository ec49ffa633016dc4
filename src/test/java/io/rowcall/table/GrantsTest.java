package io.rowcall.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GRANT USAGE ON *.* TO `w`@`%`                             | false",
                "GRANT SELECT, INSERT, TRIGGER ON *.* TO `w`@`%`           | true",
                "GRANT ALL PRIVILEGES ON `my_shop`.* TO `w`@`%`            | true",
                "GRANT TRIGGER ON `my\\_shop`.* TO `w`@`%`                 | true",
                "GRANT TRIGGER ON `my\\_sho_`.* TO `w`@`%`                 | true",
                "GRANT TRIGGER ON `my%`.* TO `w`@`%` WITH GRANT OPTION     | true",
                "GRANT TRIGGER ON `your%`.* TO `w`@`%`                     | false",
                "GRANT SELECT, TRIGGER ON `my_shop`.`users` TO `w`@`%`     | true",
                "GRANT SELECT, TRIGGER ON `my_shop`.`orders` TO `w`@`%`    | false",
                "GRANT SELECT (`TRIGGER`) ON `my_shop`.`users` TO `w`@`%`  | false",
                "GRANT `TRIGGER`@`%` TO `w`@`%`                            | false"
            })
    void triggerPrivilegeIsFoundWhereItReachesTheTable(String line, boolean shown) {
        assertThat(Grants.showTriggers(List.of(line), "my_shop", "users")).isEqualTo(shown);
    }

    @Test
    void partialRevokeTakesTheGlobalPrivilegeAwayButNotThatOfTheTable() {
        List<String> lines =
                List.of("GRANT SELECT, TRIGGER ON *.* TO `w`@`%`", "REVOKE TRIGGER ON `my_shop`.* FROM `w`@`%`");
        assertThat(Grants.showTriggers(lines, "my_shop", "users")).isFalse();
        assertThat(Grants.showTriggers(lines, "other", "users")).isTrue();
        assertThat(Grants.showTriggers(
                        List.of(lines.get(0), lines.get(1), "GRANT TRIGGER ON `my_shop`.`users` TO `w`@`%`"),
                        "my_shop",
                        "users"))
                .isTrue();
    }
}

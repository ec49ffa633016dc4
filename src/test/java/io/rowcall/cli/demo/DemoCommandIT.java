package io.rowcall.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.cli.Console;
import io.rowcall.testing.Database;
import io.rowcall.testing.Scene;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo's data through a real worker. */
class DemoCommandIT {

    private static final Console console = new Console();
    private static Scene scene;

    @BeforeAll
    static void makeTablesAndStartWorker() {
        scene = Scene.create("demo");
        assertThat(demo("--tables")).as(console::err).isZero();
        scene.start(scene.worker().target("cities", "table: city").target("guides", "table: guide"));
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @Test
    void everyRowOfTheDemoHasItsRightOutcomeAndTheSecondPublishingChangesNothing() {
        assertThat(demo()).as(console::out).isZero();

        assertThat(console.out())
                .containsPattern("inserted +24,462\\R")
                .containsPattern("failed +538\\R")
                .containsPattern("NOT_IN_ENUM +kind +53\\R")
                .containsPattern("row 7 +NOT_IN_ENUM")
                .containsPattern("failed +25\\R")
                .containsPattern("GENERATED_COLUMN +density +4\\R")
                .doesNotContain("  WRONG  ");
    }

    @Test
    void tableThatIsNotAsExpectedIsFound() {
        scene.database().execute("UPDATE city SET population = population + 1 WHERE id = 2643743");

        try {
            assertThat(demo()).isEqualTo(1);
        } finally {
            scene.database().execute("UPDATE city SET population = population - 1 WHERE id = 2643743");
        }
        assertThat(console.out()).contains("WRONG  table city holds the rows it should, unchanged");
    }

    private static int demo(String... more) {
        Database database = scene.database();
        String[] arguments = new String[more.length + 7];
        arguments[0] = "demo";
        arguments[1] = "--datasource-url";
        arguments[2] = database.url();
        arguments[3] = "--datasource-username";
        arguments[4] = database.username();
        arguments[5] = "--datasource-password";
        arguments[6] = database.password();
        System.arraycopy(more, 0, arguments, 7, more.length);
        return console.run(scene.broker(), arguments);
    }
}

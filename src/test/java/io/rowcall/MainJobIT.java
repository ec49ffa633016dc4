package io.rowcall;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowcall.testing.BatchBuilder;
import io.rowcall.testing.Broker;
import io.rowcall.testing.Database;
import io.rowcall.testing.Producer;
import io.rowcall.testing.Result;
import io.rowcall.testing.Results;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class MainJobIT {

    @Test
    void goodRowsGoInAndBadOnesAreAnswered() {
        try (Database database = Database.create("main");
                Broker broker = Broker.create("main")) {
            database.execute(
                    "CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(8) NOT NULL, email VARCHAR(40) UNIQUE)",
                    "INSERT INTO users VALUES (7, 'Old', 'old@x')");
            try (ConfigurableApplicationContext worker = new SpringApplicationBuilder(RowcallApplication.class)
                            .run(
                                    "--spring.datasource.url=" + database.url(),
                                    "--spring.datasource.username=" + database.username(),
                                    "--spring.datasource.password=" + database.password(),
                                    "--spring.rabbitmq.host=" + broker.host(),
                                    "--spring.rabbitmq.port=" + broker.port(),
                                    "--spring.rabbitmq.virtual-host=" + broker.vhost(),
                                    "--spring.rabbitmq.username=" + broker.username(),
                                    "--spring.rabbitmq.password=" + broker.password(),
                                    "--rowcall.targets.users.table=users",
                                    "--server.port=0");
                    Results results = Results.of(broker);
                    Producer producer = Producer.of(broker)) {
                producer.publish(BatchBuilder.batch("users")
                        .id("b1")
                        .row("id", 1, "name", "Ada", "email", "ada@x")
                        .row("id", 2, "name", "much too long", "email", "b@x")
                        .row("id", 7, "name", "Old", "email", "other@x")
                        .row("id", 1, "name", "Ada", "email", "again@x")
                        .row("id", 3, "name", "Cleo", "email", "c@x"));
                Result result = results.await("b1");
                System.out.println(result);
                assertThat(database.count("users")).isEqualTo(3);
            }
        }
    }
}

package io.rowcall;

import io.rowcall.batch.Steps;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The worker process. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class RowcallApplication {

    /** Starts the worker and blocks until it is told to stop. */
    public static void main(String[] args) {
        SpringApplication.run(RowcallApplication.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Steps steps(ObjectProvider<Steps.Listener> listeners) {
        return new Steps(listeners.orderedStream().toList());
    }
}

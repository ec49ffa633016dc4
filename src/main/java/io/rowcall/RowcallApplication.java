package io.rowcall;

import io.rowcall.batch.Steps;
import io.rowcall.cli.Rowcall;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The worker process, and the command line beside it. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class RowcallApplication {

    /** Starts the worker, which runs until it is told to stop; or runs a command, where the arguments name one. */
    public static void main(String[] args) {
        if (Rowcall.isMeantBy(args)) {
            System.exit(Rowcall.run(args));
        }
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

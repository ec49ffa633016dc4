package io.rowcall;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The worker process. */
@SpringBootApplication
public class RowcallApplication {

    /** Starts the worker and blocks until it is told to stop. */
    public static void main(String[] args) {
        SpringApplication.run(RowcallApplication.class, args);
    }
}

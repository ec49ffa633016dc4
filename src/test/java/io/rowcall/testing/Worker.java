package io.rowcall.testing;

import io.rowcall.RowcallApplication;
import io.rowcall.batch.Steps;
import java.net.URI;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The real worker, running in the JVM of the test. Each has its own connections and HTTP port; several may run at once. */
public final class Worker implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private Worker(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** A worker on this schema and virtual host, yet to be configured and started. */
    public static WorkerBuilder on(Database database, Broker broker) {
        return new WorkerBuilder(database, broker);
    }

    static Worker start(List<String> arguments, List<Steps.Listener> listeners) {
        SpringApplication application = new SpringApplication(RowcallApplication.class);
        application.setMainApplicationClass(RowcallApplication.class);
        for (int i = 0; i < listeners.size(); i++) {
            String name = "listener" + i;
            Steps.Listener listener = listeners.get(i);
            application.addInitializers(context -> context.getBeanFactory().registerSingleton(name, listener));
        }
        return new Worker(application.run(arguments.toArray(String[]::new)));
    }

    /** An address of its HTTP server, such as that of {@code /actuator/health}. */
    public URI uri(String path) {
        return URI.create(
                "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port") + path);
    }

    /** A part of the worker. */
    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    /** Stops it as SIGTERM would. Stopping again does nothing. */
    public void stop() {
        context.close();
    }

    @Override
    public void close() {
        stop();
    }
}

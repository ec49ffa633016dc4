package io.rowcall.testing;

import io.rowcall.batch.Step;
import io.rowcall.batch.Steps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;

/**
 * Says how a worker is to be configured, then starts it: {@link #start} in this JVM, {@link #fork} in its own. The same
 * builder starts as many alike as wanted.
 */
public final class WorkerBuilder {

    private final Map<String, String> properties = new LinkedHashMap<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private final List<Stand.Place> stands = new ArrayList<>();
    private final List<Steps.Listener> listeners = new ArrayList<>();
    private final List<String> initializers = new ArrayList<>();
    private String heap = "256m";

    WorkerBuilder(Database database, Broker broker) {
        property("spring.datasource.url", database.url());
        property("spring.datasource.username", database.username());
        property("spring.datasource.password", database.password());
        property("spring.flyway.url", database.url());
        property("spring.flyway.user", database.username());
        property("spring.flyway.password", database.password());
        property("spring.rabbitmq.host", broker.host());
        property("spring.rabbitmq.port", String.valueOf(broker.port()));
        property("spring.rabbitmq.addresses", String.join(",", broker.server().addresses()));
        property("spring.rabbitmq.username", broker.username());
        property("spring.rabbitmq.password", broker.password());
        property("spring.rabbitmq.virtual-host", broker.vhost());
        property("server.port", "0");
        property("spring.main.banner-mode", "off");
    }

    /**
     * A target.
     *
     * @param settings of the target as YAML has them, such as {@code "table: users"}, {@code "allowed: fail, update"}
     */
    public WorkerBuilder target(String name, String... settings) {
        for (String setting : settings) {
            String[] keyAndValue = setting.split(":\\s*", 2);
            property("rowcall.targets." + name + "." + keyAndValue[0], keyAndValue[1]);
        }
        return this;
    }

    public WorkerBuilder property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    /** Without what this builder says by itself, so that a file or a default says it. */
    public WorkerBuilder without(String... names) {
        for (String name : names) {
            properties.remove(name);
        }
        return this;
    }

    /** The MySQL account of the worker itself; its tables are still made by the administrator. */
    public WorkerBuilder databaseAccount(Account account) {
        return property("spring.datasource.username", account.username())
                .property("spring.datasource.password", account.password());
    }

    public WorkerBuilder brokerUser(Account user) {
        return property("spring.rabbitmq.username", user.username())
                .property("spring.rabbitmq.password", user.password());
    }

    /** The heap of a worker in its own JVM, such as {@code 64m}; 256 MB unless told otherwise. */
    public WorkerBuilder heap(String size) {
        heap = size;
        return this;
    }

    /** A further option of a worker's own JVM. */
    public WorkerBuilder jvmOption(String option) {
        jvmOptions.add(option);
        return this;
    }

    /** Changes a worker in its own JVM before it starts; the class has a constructor without parameters. */
    public WorkerBuilder initializer(Class<? extends ApplicationContextInitializer<?>> type) {
        initializers.add(type.getName());
        return this;
    }

    /**
     * In a worker in its own JVM this target comes to a stand at this step, after having passed it some times; see {@link
     * WorkerProcess#stands}.
     */
    public WorkerBuilder standAt(String target, Step step, int skip) {
        stands.add(new Stand.Place(target, step, skip));
        return this;
    }

    /** A worker in its own JVM runs out of memory when it comes to this step after having passed it some times. */
    public WorkerBuilder exhaustAt(Step step, int skip) {
        return jvmOption("-D" + Exhaustion.PLACE + "=" + Exhaustion.place(step, skip));
    }

    /** A worker in its own JVM ends there, as by SIGKILL, whenever it is about to send MySQL a statement with this text. */
    public WorkerBuilder haltOnText(String text) {
        String url = properties.get("spring.datasource.url");
        property("spring.datasource.url", url + (url.contains("?") ? "&" : "?") + HaltOnText.option());
        return jvmOption("-D" + HaltOnText.TEXT + "=" + text);
    }

    /** Is told how far a worker in this JVM has come. */
    public WorkerBuilder listener(Steps.Listener listener) {
        listeners.add(listener);
        return this;
    }

    /** Starts a worker in this JVM and returns when it consumes. */
    public Worker start() {
        return Worker.start(arguments(), listeners);
    }

    /** Starts a worker in a JVM of its own; {@link WorkerProcess#awaitReady} tells when it consumes. */
    public WorkerProcess fork() {
        List<String> options = new ArrayList<>(List.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError"));
        options.addAll(jvmOptions);
        if (!stands.isEmpty()) {
            options.add("-D" + Stand.PLACES + "=" + Stand.text(stands));
        }
        options.add("-D" + WorkerMain.INITIALIZERS + "=" + String.join(",", initializers));
        return WorkerProcess.start(options, arguments());
    }

    private List<String> arguments() {
        return properties.entrySet().stream()
                .map(each -> "--" + each.getKey() + "=" + each.getValue())
                .toList();
    }
}

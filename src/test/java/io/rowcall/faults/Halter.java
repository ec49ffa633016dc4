package io.rowcall.faults;

import io.rowcall.batch.Step;
import io.rowcall.batch.Steps;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Lives in a worker's process and ends it there, as SIGKILL would, at a step that is named over standard input: the
 * step, a blank, and how often it is passed before.
 */
final class Halter implements Steps.Listener, ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final int KILLED = 137;

    private record Order(Step step, AtomicInteger left) {}

    private volatile @Nullable Order order;

    static String order(Step step, int skip) {
        return step + " " + skip;
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.getBeanFactory().registerSingleton("halter", this);
        Thread.ofPlatform().daemon().name("halter").start(this::listen);
    }

    @Override
    public void reached(Step step, String target) {
        Order present = order;
        if (present != null && present.step == step && present.left.getAndDecrement() <= 0) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    private void listen() {
        try (BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = orders.readLine(); line != null; line = orders.readLine()) {
                String[] parts = line.split(" ", 2);
                order = new Order(Step.valueOf(parts[0]), new AtomicInteger(Integer.parseInt(parts[1])));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.rowcall.testing;

import io.rowcall.RowcallApplication;
import io.rowcall.batch.Step;
import io.rowcall.batch.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Ends a worker's JVM at a chosen step as SIGKILL would: no handler, no hook, no last word runs. Or takes all of its
 * memory there, whatever comes of that.
 */
final class Failpoint implements Steps.Listener {

    /** System property: the step's name. */
    static final String STEP = "rowcall.failpoint";

    /** System property: how often the step is passed before. */
    static final String SKIP = "rowcall.failpoint.skip";

    /** System property, set where the memory is to be taken. */
    static final String EXHAUST = "rowcall.failpoint.exhaust";

    /** System property: classes of initializers, separated by commas, that change the worker before it starts. */
    static final String INITIALIZERS = "rowcall.initializers";

    /** What a shell says of a process that SIGKILL ended. */
    static final int EXIT_CODE = 137;

    private final Step step;
    private final AtomicInteger left;

    private Failpoint(Step step, int skip) {
        this.step = step;
        this.left = new AtomicInteger(skip);
    }

    @Override
    public void reached(Step reached, String target) {
        if (reached == step && left.getAndDecrement() <= 0) {
            if (Boolean.getBoolean(EXHAUST)) {
                exhaust();
            }
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    private static void exhaust() {
        List<byte[]> all = new ArrayList<>();
        while (!all.contains(new byte[0])) {
            all.add(new byte[1 << 20]);
        }
    }

    /** The worker's own main class, with the failpoint and the initializers that the system properties name. */
    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(RowcallApplication.class);
        application.setMainApplicationClass(RowcallApplication.class);
        String step = System.getProperty(STEP);
        if (step != null) {
            Failpoint failpoint = new Failpoint(Step.valueOf(step), Integer.getInteger(SKIP, 0));
            application.addInitializers(context -> context.getBeanFactory().registerSingleton("failpoint", failpoint));
        }
        for (String name : StringUtils.commaDelimitedListToStringArray(System.getProperty(INITIALIZERS))) {
            application.addInitializers(initializer(name));
        }
        application.run(arguments);
    }

    private static ApplicationContextInitializer<?> initializer(String name) {
        return (ApplicationContextInitializer<?>) BeanUtils.instantiateClass(ClassUtils.resolveClassName(name, null));
    }
}

package io.rowcall.testing;

import io.rowcall.RowcallApplication;
import io.rowcall.batch.Steps;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** The worker's own main class, with what system properties say that is to happen at a step, and to the context before it starts. */
final class WorkerMain {

    /** System property: classes of initializers, separated by commas, that change the worker before it starts. */
    static final String INITIALIZERS = "rowcall.initializers";

    private WorkerMain() {}

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(RowcallApplication.class);
        application.setMainApplicationClass(RowcallApplication.class);
        String stand = System.getProperty(Stand.PLACES);
        if (stand != null) {
            listen(application, Stand.at(stand));
        }
        String exhaustion = System.getProperty(Exhaustion.PLACE);
        if (exhaustion != null) {
            listen(application, Exhaustion.at(exhaustion));
        }
        for (String name : StringUtils.commaDelimitedListToStringArray(System.getProperty(INITIALIZERS))) {
            application.addInitializers(initializer(name));
        }
        application.run(arguments);
    }

    private static void listen(SpringApplication application, Steps.Listener listener) {
        application.addInitializers(context ->
                context.getBeanFactory().registerSingleton(listener.getClass().getSimpleName(), listener));
    }

    private static ApplicationContextInitializer<?> initializer(String name) {
        return (ApplicationContextInitializer<?>) BeanUtils.instantiateClass(ClassUtils.resolveClassName(name, null));
    }
}

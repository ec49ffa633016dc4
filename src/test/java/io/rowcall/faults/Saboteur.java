package io.rowcall.faults;

import com.rabbitmq.client.Channel;
import io.rowcall.batch.BatchKey;
import io.rowcall.ledger.LedgerEntry;
import io.rowcall.result.Answer;
import io.rowcall.result.ResultPublisher;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Lives in a worker's process and makes it do the {@link Sabotage} that a system property names, by a method of one of
 * its parts that does something else. Nothing of this is within reach of a worker that is not under test.
 */
final class Saboteur implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** System property: the name of the sabotage. */
    static final String SABOTAGE = "rowcall.faults.break";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableListableBeanFactory parts = context.getBeanFactory();
        switch (Sabotage.valueOf(System.getProperty(SABOTAGE))) {
            case ACK_BEFORE_COMMIT -> replaceChannels(parts, Saboteur::consumeWithoutAcks);
            case NACK_AS_REJECT -> replaceChannels(parts, Saboteur::rejectInsteadOfNack);
            case NO_LEDGER ->
                replace(parts, "ledger", "claim", call -> {
                    forget(parts.getBean(JdbcTemplate.class), (Collection<?>) call.getArguments()[0]);
                    return call.proceed();
                });
            case RESULT_BEFORE_COMMIT ->
                replace(parts, "outbox", "record", call -> {
                    Object nothing = call.proceed();
                    List<Answer> answers = ((List<?>) call.getArguments()[0])
                            .stream().map(Answer.class::cast).toList();
                    parts.getBean(ResultPublisher.class).publish(answers, () -> {});
                    return nothing;
                });
            case PUBLISH_WITHOUT_CONFIRM -> replace(parts, "confirmedSender", "problemWith", call -> null);
        }
    }

    private static void replace(
            ConfigurableListableBeanFactory parts, String part, String method, MethodInterceptor instead) {
        parts.addBeanPostProcessor(new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (!name.equals(part)) {
                    return bean;
                }
                ProxyFactory proxy = new ProxyFactory(bean);
                proxy.setProxyTargetClass(true);
                proxy.addAdvice((MethodInterceptor) call -> sabotaged(call, method, instead));
                return proxy.getProxy(bean.getClass().getClassLoader());
            }
        });
    }

    private static @Nullable Object sabotaged(MethodInvocation call, String method, MethodInterceptor instead)
            throws Throwable {
        return call.getMethod().getName().equals(method) ? instead.invoke(call) : call.proceed();
    }

    /** Deletes what the ledger knows of these batches, in the transaction that claims them. */
    private static void forget(JdbcTemplate database, Collection<?> entries) {
        for (Object entry : entries) {
            BatchKey key = ((LedgerEntry) entry).key();
            for (String table : List.of("rowcall_batch", "rowcall_failure", "rowcall_outbox")) {
                database.update(
                        "DELETE b FROM " + table + " b JOIN rowcall_target t USING (target_id)"
                                + " WHERE t.name = ? AND b.batch_id = ?",
                        key.target(),
                        key.batchId().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private interface ChannelCall {
        @Nullable
        Object on(Channel channel, Method method, @Nullable Object[] arguments)
                throws IllegalAccessException, InvocationTargetException, java.io.IOException;
    }

    private static void replaceChannels(ConfigurableListableBeanFactory parts, ChannelCall instead) {
        replace(parts, "consumeConnection", "newChannel", call -> {
            Channel channel = (Channel) call.proceed();
            return Proxy.newProxyInstance(
                    Saboteur.class.getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, arguments) -> {
                        try {
                            return instead.on(channel, method, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        });
    }

    private static @Nullable Object consumeWithoutAcks(Channel channel, Method method, @Nullable Object[] arguments)
            throws IllegalAccessException, InvocationTargetException {
        return switch (method.getName()) {
            case "basicAck", "basicNack" -> null;
            case "basicConsume" -> {
                arguments[1] = true;
                yield method.invoke(channel, arguments);
            }
            default -> method.invoke(channel, arguments);
        };
    }

    private static @Nullable Object rejectInsteadOfNack(Channel channel, Method method, @Nullable Object[] arguments)
            throws IllegalAccessException, InvocationTargetException, java.io.IOException {
        if (method.getName().equals("basicNack")) {
            // What basic.reject is for one delivery: without going back to the queue.
            arguments[2] = false;
        }
        return method.invoke(channel, arguments);
    }
}

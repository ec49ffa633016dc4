package io.rowcall.deadletter;

import io.rowcall.ledger.Ledger;
import java.time.ZoneOffset;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.boot.amqp.autoconfigure.CachingConnectionFactoryConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The dead letters inside a worker, with its login and its database's clock. */
@Configuration(proxyBeanMethods = false)
class DeadLetterConfiguration {

    /** Shares how to connect with the application's other connections, and none of those connections. */
    @Bean
    DeadLetterQueue deadLetterQueue(
            CachingConnectionFactory others, CachingConnectionFactoryConfigurer configurer, Ledger ledger) {
        CachingConnectionFactory own = new CachingConnectionFactory(others.getRabbitConnectionFactory());
        configurer.configure(own);
        own.setConnectionNameStrategy(factory -> "rowcall-dead");
        return new DeadLetterQueue(own, () -> ledger.now().toInstant(ZoneOffset.UTC));
    }
}

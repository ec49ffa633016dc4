package io.rowcall.publish;

import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.boot.amqp.autoconfigure.CachingConnectionFactoryConfigurer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A publisher with the settings of {@code spring.rabbitmq.*}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PublishSettings.class)
class PublishConfiguration {

    /** Shares how to connect with the application's other connections, and none of those connections. */
    @Bean
    BatchPublisher batchPublisher(
            CachingConnectionFactory others, CachingConnectionFactoryConfigurer configurer, PublishSettings settings) {
        CachingConnectionFactory own = new CachingConnectionFactory(others.getRabbitConnectionFactory());
        configurer.configure(own);
        own.setConnectionNameStrategy(factory -> "rowcall-publish");
        return new BatchPublisher(own, settings);
    }
}

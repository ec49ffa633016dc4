package io.rowcall.cli;

import io.rowcall.publish.BrokerSettings;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which broker. */
public final class BrokerOptions {

    @Option(
            names = "--uri",
            paramLabel = "URI",
            description = "the broker, as amqp://user:password@host:port/vhost (amqps:// for TLS); "
                    + "else the environment says")
    private @Nullable URI uri;

    /** What the option or else the environment says. */
    public BrokerSettings settings() {
        return uri != null ? BrokerSettings.of(uri) : BrokerSettings.fromEnvironment(System.getenv());
    }
}

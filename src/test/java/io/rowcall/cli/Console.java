package io.rowcall.cli;

import io.rowcall.testing.Broker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/** Runs commands as a shell would, and keeps what they print. */
public final class Console {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /**
     * Runs a command against this broker.
     *
     * @return its exit status
     */
    public int run(Broker broker, String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--uri";
        all[arguments.length + 1] = "amqp://%s:%s@%s:%d/%s"
                .formatted(broker.username(), broker.password(), broker.host(), broker.port(), broker.vhost());
        return run(all);
    }

    public int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Rowcall.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }
}

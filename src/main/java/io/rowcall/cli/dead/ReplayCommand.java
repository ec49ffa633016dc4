package io.rowcall.cli.dead;

import io.rowcall.cli.BrokerOptions;
import io.rowcall.cli.DatabaseOptions;
import io.rowcall.deadletter.DeadLetterQueue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes dead letters again. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Publishes dead letters again for their targets, as they came and under the same batch ids, so that none is "
                        + "applied twice. Each is taken out once the broker has confirmed it.")
final class ReplayCommand implements Callable<Integer> {

    @Mixin
    private final Selection selection = new Selection();

    @Option(names = "--json", description = "print one JSON object instead of words")
    private boolean json;

    @Mixin
    private final BrokerOptions broker = new BrokerOptions();

    @Mixin
    private final DatabaseOptions database = new DatabaseOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        selection.check();
        try (DeadLetterQueue queue = DeadLetterQueue.at(broker.settings(), new AskedClock(database))) {
            return new Settling("replay", selection, json, spec)
                    .run(queue, queue::replay)
                    .status();
        }
    }
}

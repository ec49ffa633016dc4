package io.rowcall.cli.dead;

import io.rowcall.cli.BrokerOptions;
import io.rowcall.deadletter.DeadLetterQueue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Drops dead letters. */
@Command(
        name = "drop",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Drops dead letters for good.")
final class DropCommand implements Callable<Integer> {

    @Mixin
    private final Selection selection = new Selection();

    @Option(names = "--json", description = "print one JSON object instead of words")
    private boolean json;

    @Mixin
    private final BrokerOptions broker = new BrokerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        selection.check();
        try (DeadLetterQueue queue = DeadLetterQueue.at(broker.settings(), NoClock.NEEDED)) {
            return new Settling("drop", selection, json, spec)
                    .run(queue, queue::drop)
                    .status();
        }
    }
}

package io.rowcall.cli.dead;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What is done with dead letters. */
@Command(
        name = "dead",
        mixinStandardHelpOptions = true,
        subcommands = {
            ListCommand.class,
            ShowCommand.class,
            ReplayCommand.class,
            DropCommand.class,
            CommandLine.HelpCommand.class
        },
        description = "Lists, shows, replays and drops refused batches in queue rowcall.dead.")
public final class DeadCommand {}

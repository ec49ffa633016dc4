package io.rowcall.cli;

import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The worker's database, for commands that ask it something themselves. */
public final class DatabaseOptions {

    @Option(
            names = "--datasource-url",
            paramLabel = "JDBC-URL",
            defaultValue = "${env:SPRING_DATASOURCE_URL:-}",
            description = "the worker's database, asked by the command itself (default: SPRING_DATASOURCE_URL)")
    private String url = "";

    @Option(
            names = "--datasource-username",
            paramLabel = "USER",
            defaultValue = "${env:SPRING_DATASOURCE_USERNAME:-root}",
            description = "(default: SPRING_DATASOURCE_USERNAME)")
    private String username = "";

    @Option(
            names = "--datasource-password",
            paramLabel = "PASSWORD",
            defaultValue = "${env:SPRING_DATASOURCE_PASSWORD:-}",
            showDefaultValue = Visibility.NEVER,
            description = "(default: SPRING_DATASOURCE_PASSWORD)")
    private String password = "";

    /** Whether there is any. */
    public boolean isGiven() {
        return !url.isBlank();
    }

    public String url() {
        return url;
    }

    public String username() {
        return username;
    }

    public String password() {
        return password;
    }
}

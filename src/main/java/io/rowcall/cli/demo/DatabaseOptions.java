package io.rowcall.cli.demo;

import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The worker's database, so that the demo can look for itself. */
final class DatabaseOptions {

    @Option(
            names = "--datasource-url",
            paramLabel = "JDBC-URL",
            defaultValue = "${env:SPRING_DATASOURCE_URL:-}",
            description = "the worker's database, to check its tables too (default: SPRING_DATASOURCE_URL)")
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

    boolean isGiven() {
        return !url.isBlank();
    }

    String url() {
        return url;
    }

    String username() {
        return username;
    }

    String password() {
        return password;
    }
}

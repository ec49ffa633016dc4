package io.rowcall.cli.demo;

import java.nio.file.Path;

/**
 * One of the demo's files with what has to come out.
 *
 * @param target where its rows go
 * @param table the target's table
 * @param look a query that answers with the table's number of rows and a checksum
 */
record DataSet(String target, String table, Expected expected, Path look) {}

package io.rowcall.table;

/**
 * What the worker's account may do with every column of the table, by whatever grant or role.
 *
 * @param select read it, which isolation and details need
 * @param insert put rows into it
 * @param update change its rows, which the fast way of isolation and the policy {@code update} need
 */
public record Privileges(boolean select, boolean insert, boolean update) {}

/**
 * Holds the worker to its promise while servers, links and workers fail, by {@code bin/faults}: see
 * docs/reliability.md. {@link io.rowcall.faults.Faults} starts it; {@code FaultsIT} is a short run of it.
 */
@NullMarked
package io.rowcall.faults;

import org.jspecify.annotations.NullMarked;

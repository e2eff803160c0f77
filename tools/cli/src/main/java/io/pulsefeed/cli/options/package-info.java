/**
 * Option groups that commands share as picocli mixins: brokers, Connect worker, database, embedded stack, timeout and JSON output. A mixin
 * also opens the connection that its options describe.
 */
@NullMarked
package io.pulsefeed.cli.options;

import org.jspecify.annotations.NullMarked;

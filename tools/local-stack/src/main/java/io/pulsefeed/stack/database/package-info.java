/**
 * The PostgreSQL server of the stack, in its own class loader. The stack calls it through
 * {@link io.pulsefeed.stack.database.EmbeddedDatabase}.
 */
@NullMarked
package io.pulsefeed.stack.database;

import org.jspecify.annotations.NullMarked;

/**
 * {@code pulsefeed acls}. Compares the ACLs of a cluster with a file, and applies them.
 */
@NullMarked
package io.pulsefeed.cli.acls;

import org.jspecify.annotations.NullMarked;

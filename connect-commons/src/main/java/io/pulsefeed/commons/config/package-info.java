/** Building blocks of a connector's {@code ConfigDef}: keys, validators, enum choices, and the identity of a task. */
@NullMarked
package io.pulsefeed.commons.config;

import org.jspecify.annotations.NullMarked;

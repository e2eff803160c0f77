/**
 * Blocking clients for Kafka's admin API and Kafka Connect's REST API, and the topic profiles that they apply. Every failure is an
 * {@link io.pulsefeed.admin.AdminException} whose message can be shown to a user as is.
 */
@NullMarked
package io.pulsefeed.admin;

import org.jspecify.annotations.NullMarked;

/** Client for Kafka's admin API and Kafka Connect's REST interface, and the topic profiles that it plans and applies. */
package io.pulsefeed.admin;

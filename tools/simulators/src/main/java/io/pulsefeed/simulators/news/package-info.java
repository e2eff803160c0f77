/**
 * Simulates news sites: feeds, sitemaps, articles, robots.txt, and faulty responses.
 * {@link io.pulsefeed.simulators.news.NewsSimulator} is the library, {@link io.pulsefeed.simulators.news.NewsSimulatorCommand} the
 * command.
 */
@NullMarked
package io.pulsefeed.simulators.news;

import org.jspecify.annotations.NullMarked;

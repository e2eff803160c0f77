/** The live page: a web server on the JDK's HTTP server, server-sent events, and the static files of the page. */
@NullMarked
package io.pulsefeed.console;

import org.jspecify.annotations.NullMarked;

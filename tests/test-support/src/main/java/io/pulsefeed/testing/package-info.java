/** What the tests of several modules need. Knows no plugin and no simulator. */
package io.pulsefeed.testing;

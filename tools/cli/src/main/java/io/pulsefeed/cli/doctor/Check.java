package io.pulsefeed.cli.doctor;

import java.util.List;

/** One check. A server that does not respond is reported as a finding, not as an exception. */
interface Check {

    List<Finding> run();
}

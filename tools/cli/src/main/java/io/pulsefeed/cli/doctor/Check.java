package io.pulsefeed.cli.doctor;

import java.util.List;

/** Looks at one thing. What cannot be asked is a finding too, never an exception. */
interface Check {

    List<Finding> look();
}

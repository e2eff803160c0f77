package io.pulsefeed.cli.mapping;

import java.util.Set;

/**
 * What a dry run has shown not to work.
 *
 * @param onlyText sources whose values no other type stores
 * @param notTime sources that the sink cannot read as the time of a row
 */
record Exclusions(Set<FieldSource> onlyText, Set<FieldSource> notTime) {

    static final Exclusions NONE = new Exclusions(Set.of(), Set.of());
}

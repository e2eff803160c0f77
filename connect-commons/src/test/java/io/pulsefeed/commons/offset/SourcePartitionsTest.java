package io.pulsefeed.commons.offset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;

class SourcePartitionsTest {

    /** A worker reads a partition by adding one key after the other to an empty {@link HashMap}. */
    @Property(tries = 200)
    void keysHaveTheOrderInWhichTheWorkerReadsThem(
            @ForAll @Size(min = 1, max = 10) @UniqueElements
                    List<@AlphaChars @StringLength(min = 1, max = 8) String> names,
            @ForAll long seed) {
        List<String> shuffled = new ArrayList<>(names);
        Collections.shuffle(shuffled, new Random(seed));
        Map<String, Integer> partition = new LinkedHashMap<>();
        shuffled.forEach(name -> partition.put(name, name.length()));

        Map<String, Integer> canonical = SourcePartitions.canonical(partition);

        assertThat(canonical).isEqualTo(partition);
        Map<String, Integer> read = new HashMap<>();
        canonical.forEach(read::put);
        assertThat(new ArrayList<>(read.keySet())).isEqualTo(new ArrayList<>(canonical.keySet()));
    }
}

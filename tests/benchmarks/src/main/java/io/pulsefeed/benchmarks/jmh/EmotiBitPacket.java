package io.pulsefeed.benchmarks.jmh;

import io.pulsefeed.emotibit.wire.Packet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Parses an EmotiBit packet of four pulse samples: the header and all payload elements. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EmotiBitPacket {

    /** Not final, so that the compiler does not treat the value as a constant. */
    private String line = "1048213,20417,4,PG,1,100,10457,10461,10466,10470";

    @Benchmark
    public void parse(Blackhole out) {
        Packet packet = Packet.parse(line);
        Packet.Elements elements = packet.elements();
        while (elements.next()) {
            out.consume(elements.end() - elements.start());
        }
    }
}

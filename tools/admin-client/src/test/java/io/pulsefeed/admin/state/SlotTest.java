package io.pulsefeed.admin.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlotTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    @Test
    void reportsALateCollectorAndDoesNotStartItTwice() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Slot<String> slot = new Slot<>(
                () -> {
                    runs.incrementAndGet();
                    end.await();
                    return "done";
                },
                Duration.ZERO);

        slot.start(threads);
        Reading<String> late = slot.await(in(Duration.ofMillis(20)));
        slot.start(threads);
        end.countDown();
        Reading<String> done = slot.await(in(Duration.ofSeconds(30)));

        assertThat(late.isPresent()).isFalse();
        assertThat(late.failure()).startsWith("No result after ");
        assertThat(done.value()).isEqualTo("done");
        assertThat(runs).hasValue(1);
    }

    @Test
    void reportsAFailureAndTriesAgain() throws InterruptedException {
        Slot<Integer> slot = new Slot<>(
                () -> {
                    if (runs.incrementAndGet() == 1) {
                        throw new StateException("The disk is full.");
                    }
                    return runs.get();
                },
                Duration.ofDays(1));

        slot.start(threads);
        Reading<Integer> failed = slot.await(in(Duration.ofSeconds(30)));
        slot.start(threads);
        Reading<Integer> second = slot.await(in(Duration.ofSeconds(30)));

        assertThat(failed.failure()).isEqualTo("The disk is full.");
        assertThat(second.value()).isEqualTo(2);
    }

    @Test
    void returnsTheLastReadingDuringThePause() throws InterruptedException {
        Slot<Integer> slot = new Slot<>(runs::incrementAndGet, Duration.ofDays(1));

        for (int i = 0; i < 3; i++) {
            slot.start(threads);
            assertThat(slot.await(in(Duration.ofSeconds(30))).value()).isEqualTo(1);
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(runs).hasValue(1);
    }
}

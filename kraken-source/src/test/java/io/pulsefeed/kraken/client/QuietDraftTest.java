package io.pulsefeed.kraken.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.java_websocket.enums.Role;
import org.junit.jupiter.api.Test;

class QuietDraftTest {

    private final List<String> reasons = new ArrayList<>();
    private final QuietDraft draft = (QuietDraft) new QuietDraft(1000, reasons::add).copyInstance();

    @Test
    void reportsADamagedFrameInsteadOfThrowing() {
        draft.setParseMode(Role.CLIENT);
        assertThat(draft.translateFrame(ByteBuffer.wrap(new byte[] {(byte) 0xF1, 1, 'x'})))
                .isEmpty();
        assertThat(reasons).hasSize(1);
    }

    @Test
    void reportsATooLargeFrame() {
        draft.setParseMode(Role.CLIENT);
        ByteBuffer frame = ByteBuffer.allocate(14)
                .put((byte) 0x81)
                .put((byte) 127)
                .putLong(2000)
                .flip();
        assertThat(draft.translateFrame(frame)).isEmpty();
        assertThat(reasons).hasSize(1);
    }

    @Test
    void returnsIntactFrames() {
        draft.setParseMode(Role.CLIENT);
        assertThat(draft.translateFrame(ByteBuffer.wrap(new byte[] {(byte) 0x81, 1, 'x'})))
                .hasSize(1);
        assertThat(reasons).isEmpty();
    }
}

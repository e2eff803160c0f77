package io.pulsefeed.kraken.client;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.protocols.IProtocol;
import org.java_websocket.protocols.Protocol;

/**
 * The WebSocket protocol, with damaged frames reported instead of thrown. The library logs what it catches as an error with a stack
 * trace, but a proxy that ends a connection in the middle of a frame is an ordinary event.
 */
final class QuietDraft extends Draft_6455 {

    private final int maxFrameBytes;
    private final Consumer<String> onDamage;

    /** @param onDamage receives the reason and must close the connection */
    QuietDraft(int maxFrameBytes, Consumer<String> onDamage) {
        super(List.of(), List.<IProtocol>of(new Protocol("")), maxFrameBytes);
        this.maxFrameBytes = maxFrameBytes;
        this.onDamage = onDamage;
    }

    @Override
    public List<Framedata> translateFrame(ByteBuffer buffer) {
        try {
            return super.translateFrame(buffer);
        } catch (InvalidDataException e) {
            onDamage.accept(String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    @Override
    public void processFrame(WebSocketImpl socket, Framedata frame) {
        try {
            super.processFrame(socket, frame);
        } catch (InvalidDataException e) {
            onDamage.accept(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Draft copyInstance() {
        return new QuietDraft(maxFrameBytes, onDamage);
    }
}

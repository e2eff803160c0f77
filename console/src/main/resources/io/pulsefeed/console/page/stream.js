// The event stream of the server. Reconnects by itself and reports the gap.

export class Stream {
  constructor(handlers) {
    this.handlers = handlers;
    this.id = null;
    this.token = null;
    this.offset = 0;
    this.down = null;
    this.ended = false;
    this.open();
  }

  open() {
    const source = new EventSource('/api/events');
    this.source = source;
    const on = (type, handle) => source.addEventListener(type, (event) => handle(JSON.parse(event.data)));
    on('hello', (hello) => {
      this.id = hello.stream;
      this.token = hello.token;
      this.handlers.hello(hello, this.down);
      this.down = null;
    });
    on('live', (frame) => { this.sync(frame.now); this.handlers.live(frame); });
    on('state', (state) => { this.sync(state.now); this.handlers.state(state); });
    on('signals', (signals) => this.handlers.signals(signals));
    on('end', (state) => { this.ended = true; this.handlers.state(state); this.handlers.end(); source.close(); });
    source.onerror = () => {
      if (this.ended) return;
      if (!this.down) { this.down = Date.now(); this.handlers.lost(); }
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.open(), 1500);
    };
  }

  /** Estimates the server's clock: the smallest delay seen is the best estimate. */
  sync(serverMs) {
    const offset = serverMs - Date.now();
    this.offset = this.synced ? Math.max(offset, this.offset - 0.5) : offset;
    this.synced = true;
  }

  now() { return Date.now() + this.offset; }

  async post(path) {
    try {
      return await fetch(path, { method: 'POST', headers: { 'X-Pulsefeed-Token': this.token || '' } });
    } catch { return null; }
  }

  watch(device) {
    if (this.id) this.post(`/api/watch?stream=${encodeURIComponent(this.id)}&device=${encodeURIComponent(device)}`);
  }
}

import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A network between a client and a gateway that can be cut. */
export class Relay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #cut = false;
  #said = '';

  private constructor(private readonly target: URL) {
    this.#server = createServer((client) => {
      if (this.#cut) {
        client.destroy();
        return;
      }
      const gateway = connect(Number(this.target.port), this.target.hostname);
      for (const socket of [client, gateway]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.once('close', () => {
          this.#sockets.delete(socket);
          client.destroy();
          gateway.destroy();
        });
      }
      client.pipe(gateway);
      gateway.on('data', (data) => (this.#said += data.toString('latin1')));
      gateway.pipe(client);
    });
  }

  static async to(gatewayUrl: string): Promise<Relay> {
    const relay = new Relay(new URL(gatewayUrl));
    await new Promise<void>((resolve) => relay.#server.listen(0, '127.0.0.1', resolve));
    return relay;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Waits until the gateway has said this. */
  async untilSaid(text: string): Promise<void> {
    while (!this.#said.includes(text)) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** Every connection breaks, and there are no new ones until `mend`. */
  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#cut = false;
    this.#said = '';
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}

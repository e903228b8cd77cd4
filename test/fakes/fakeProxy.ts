import { createServer, request as httpRequest, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";

/** A forward proxy on a real socket that tunnels, or asks for a password it is never given. */
export class FakeProxy {
  /** `host:port` of every tunnel or request that was asked for. */
  readonly targets: string[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  mustSignIn = false;

  private constructor() {
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? "");
      this.targets.push(url.host);
      if (this.mustSignIn) {
        response.writeHead(407, { "proxy-authenticate": 'Basic realm="office"' }).end("Sign in first.");
        return;
      }
      const { method, headers } = request;
      // An agent of its own: the process-wide one may heed the very proxy that this is.
      const options = { ...(method === undefined ? {} : { method }), headers, agent: false as const };
      const forward = httpRequest(url, options, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      // It forwards plain requests; whoever wants more is cut off, as by many a proxy.
      forward.on("error", () => response.destroy());
      request.pipe(forward);
    });
    this.#server.on("connection", (socket: Socket) => this.#keep(socket));
    this.#server.on("connect", (request, client, head) => {
      const target = request.url ?? "";
      this.targets.push(target);
      if (this.mustSignIn) {
        client.end(
          'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="office"\r\nContent-Length: 0\r\n\r\n',
        );
        return;
      }
      const { hostname, port } = new URL(`http://${target}`);
      const upstream = connect(Number(port), hostname.replace(/^\[|\]$/g, ""), () => {
        client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        upstream.write(head);
        upstream.pipe(client).pipe(upstream);
      });
      this.#keep(upstream);
      upstream.on("error", () => client.destroy());
    });
  }

  static async start(): Promise<FakeProxy> {
    const fake = new FakeProxy();
    await new Promise<void>((resolve) => fake.#server.listen(0, "127.0.0.1", resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#sockets.delete(socket));
  }
}

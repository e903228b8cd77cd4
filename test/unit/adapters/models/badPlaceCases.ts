import { createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { lookup } from "node:dns/promises";
import { FakeModelServer } from "../../../fakes/fakeModelServer.ts";
import { makeCertificate, type FakeCertificate } from "../../../fakes/fakeModelServerCertificates.ts";
import {
  chatChunk,
  replyWithPieces,
  replyWithText,
  sseEvent,
} from "../../../fakes/fakeModelServerReplies.ts";
import { FakeProxy } from "../../../fakes/fakeProxy.ts";
import { proxyFromEnvironment } from "./proxyEnvironment.ts";

type RawProfile = Readonly<Record<string, unknown>>;

/** Where a bad request goes, and what makes it good again. */
export interface Place {
  readonly profile: RawProfile;
  /** Whose connections must be gone afterwards. */
  readonly sockets: ReadonlySet<Socket>;
  /** Requests that the server got to see. */
  requestCount(): number;
  /** Puts right what was wrong, as the user would; gives the profile to ask next, which is to hear `fine`. */
  heal(): Promise<RawProfile>;
  stop(): Promise<void>;
}

/** What the client makes of one bad way to a server; a name begins with the number of its behaviour. */
export interface BadPlaceCase {
  readonly name: string;
  open(): Promise<Place>;
  readonly error?: string;
  readonly kind?: string;
  readonly says?: string;
  readonly text?: string;
  readonly end?: string;
  /** The user stops it after the first text. */
  readonly isAborted?: boolean;
  /** Requests that the server gets to see before all is well. */
  readonly requests: number;
}

const authority = makeCertificate("Test authority");
const serverPair = makeCertificate("localhost", { issuer: authority });
const clientPair = makeCertificate("client", { issuer: authority });
/** The files that profiles name. */
export const certificateFiles: Readonly<Record<string, string>> = {
  "ca.pem": authority.cert,
  "client.pem": clientPair.cert,
  "client-key.pem": clientPair.key,
};

function placeOf(server: FakeModelServer, more: Partial<Place> = {}): Place {
  const profile = { baseUrl: server.baseUrl };
  return {
    profile,
    sockets: server.sockets,
    requestCount: () => server.requests.length,
    heal: () => {
      server.enqueue(replyWithText("fine"));
      return Promise.resolve(more.profile ?? profile);
    },
    stop: () => server.stop(),
    ...more,
  };
}

/** A server that nobody is at until it is healed. */
async function closedPort(): Promise<Place> {
  const before = await FakeModelServer.start();
  const { port, baseUrl } = before;
  await before.stop();
  let server: FakeModelServer | undefined;
  return {
    profile: { baseUrl },
    sockets: new Set(),
    requestCount: () => server?.requests.length ?? 0,
    heal: async () => {
      server = await FakeModelServer.start({ port });
      server.enqueue(replyWithText("fine"));
      return { baseUrl };
    },
    stop: async () => server?.stop(),
  };
}

/** An address that leads nowhere; a good one in its place heals it. */
async function badAddress(baseUrl: string): Promise<Place> {
  const server = await FakeModelServer.start();
  const heal = (): Promise<RawProfile> => {
    server.enqueue(replyWithText("fine"));
    return Promise.resolve({ baseUrl: server.baseUrl });
  };
  return placeOf(server, { profile: { baseUrl }, heal });
}

/** A TLS server of one certificate; `cure` is what the profile lacks. */
async function tlsPlace(
  pair: FakeCertificate,
  {
    isAsked = false,
    given = {},
    cure,
  }: { isAsked?: boolean; given?: RawProfile; cure: RawProfile | FakeCertificate },
): Promise<Place> {
  const tlsOf = ({ key, cert }: FakeCertificate) => ({
    tls: { key, cert, ca: authority.cert, requestCert: isAsked, rejectUnauthorized: isAsked },
  });
  let server = await FakeModelServer.start(tlsOf(pair));
  const { port, baseUrl } = server;
  const bad = server;
  return {
    profile: { baseUrl, ...given },
    sockets: bad.sockets,
    requestCount: () => bad.requests.length,
    heal: async () => {
      let profile = { baseUrl, ...given };
      if ("privateKey" in cure) {
        await server.stop();
        server = await FakeModelServer.start({ port, ...tlsOf(cure as FakeCertificate) });
      } else {
        profile = { ...profile, ...cure };
      }
      server.enqueue(replyWithText("fine"));
      return profile;
    },
    stop: () => server.stop(),
  };
}

/** A server without TLS whose profile wants it. */
async function noTls(more: RawProfile = {}): Promise<Place> {
  const server = await FakeModelServer.start();
  const heal = (): Promise<RawProfile> => {
    server.enqueue(replyWithText("fine"));
    return Promise.resolve({ baseUrl: server.baseUrl });
  };
  return placeOf(server, { profile: { baseUrl: server.baseUrl.replace("http:", "https:"), ...more }, heal });
}

/** A proxy of the environment in front of a good server. */
async function behindProxy(mustSignIn: boolean): Promise<Place> {
  const server = await FakeModelServer.start();
  const proxy = await FakeProxy.start();
  proxy.mustSignIn = mustSignIn;
  const restore = proxyFromEnvironment({ HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url, NO_PROXY: "" });
  return placeOf(server, {
    heal: () => {
      proxy.mustSignIn = false;
      server.enqueue(replyWithText("fine"));
      return Promise.resolve({ baseUrl: server.baseUrl });
    },
    stop: async () => {
      restore();
      await proxy.stop();
      await server.stop();
    },
  });
}

const head =
  "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n";
const chunkOf = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

/** A server that heeds no goodbye: it writes on whether or not anyone is there, until its socket breaks. */
async function deafServer(isTls: boolean): Promise<Place> {
  const sockets = new Set<Socket>();
  const onConnection = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    // A connection that was opened for nothing is left like any other.
    const leave = (): void => void socket.end();
    socket.once("end", leave);
    socket.once("data", () => {
      socket.off("end", leave);
      socket.write(head);
      socket.write(chunkOf(sseEvent(chatChunk({ content: "Hel" }))));
      const goOn = (): void => {
        if (!socket.destroyed) {
          socket.write(chunkOf(": still here\n\n"));
          setImmediate(goOn);
        }
      };
      goOn();
    });
  };
  const server = isTls
    ? createTlsServer({ key: serverPair.key, cert: serverPair.cert, allowHalfOpen: true }, onConnection)
    : createServer({ allowHalfOpen: true }, onConnection);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  const good = await FakeModelServer.start();
  return {
    profile: isTls
      ? { baseUrl: `https://127.0.0.1:${port}/v1`, caFile: "ca.pem" }
      : { baseUrl: `http://127.0.0.1:${port}/v1` },
    sockets,
    requestCount: () => 1,
    heal: () => {
      good.enqueue(replyWithText("fine"));
      return Promise.resolve({ baseUrl: good.baseUrl });
    },
    stop: async () => {
      await good.stop();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** A kept connection that the server gives up: before the next request, or just as it comes. */
async function droppedConnection(resets: boolean): Promise<Place> {
  const server = await FakeModelServer.start();
  server.enqueue(...(resets ? [replyWithPieces([], { end: "reset" })] : []), replyWithText("Hello"));
  const stays = placeOf(server);
  return {
    ...stays,
    heal: async () => {
      await server.lastRequest?.closed;
      server.closeIdle();
      return stays.heal();
    },
  };
}

async function ipv6Only(): Promise<Place> {
  const server = await FakeModelServer.start({ host: "::1" });
  server.enqueue(replyWithText("Hello"));
  const isNamed = (await lookup("localhost", { all: true })).some(({ address }) => address === "::1");
  return placeOf(server, {
    profile: { baseUrl: `http://${isNamed ? "localhost" : "[::1]"}:${server.port}/v1` },
  });
}

const trusting = { caFile: "ca.pem" };
const withPair = { clientCertFile: "client.pem", clientKeyFile: "client-key.pem" };
/** No name server is asked for a label of more than 63 letters. */
const unknownName = `http://${"a".repeat(64)}.example/v1`;
const selfSigned = makeCertificate("localhost");
const expired = makeCertificate("localhost", { issuer: authority, until: "210101000000Z" });
const ofOther = makeCertificate("other.example", { issuer: authority, isElsewhere: true });

export const placeCases: readonly BadPlaceCase[] = [
  { name: "4 nobody listens", open: closedPort, error: "refusedLocal", kind: "unreachable", requests: 0 },
  {
    name: "4 no such name",
    open: () => badAddress(unknownName),
    error: "unknownHost",
    kind: "unreachable",
    requests: 0,
  },
  {
    name: "4 no way to the network",
    open: () => badAddress("http://255.255.255.255/v1"),
    error: "unreachable",
    requests: 0,
  },
  {
    name: "5 self-signed",
    open: () => tlsPlace(selfSigned, { cure: serverPair, given: trusting }),
    error: "tls",
    says: "SELF_SIGNED",
    requests: 0,
  },
  {
    name: "5 expired",
    open: () => tlsPlace(expired, { cure: serverPair, given: trusting }),
    error: "certificateExpired",
    kind: "tls",
    says: "CERT_HAS_EXPIRED",
    requests: 0,
  },
  {
    name: "5 of another host",
    open: () => tlsPlace(ofOther, { cure: serverPair, given: trusting }),
    error: "certificateName",
    kind: "tls",
    says: "ERR_TLS_CERT_ALTNAME_INVALID",
    requests: 0,
  },
  {
    name: "5 private authority, over the editor's own transport",
    open: () => tlsPlace(serverPair, { cure: trusting }),
    error: "tls",
    requests: 0,
  },
  {
    name: "5 no TLS where the URL says so",
    open: () => noTls(),
    error: "noTls",
    kind: "tls",
    requests: 0,
  },
  {
    name: "5 no TLS, over the transport for own certificates",
    open: () => noTls(trusting),
    error: "noTls",
    kind: "tls",
    requests: 0,
  },
  {
    name: "6 a client certificate is wanted",
    open: () => tlsPlace(serverPair, { isAsked: true, given: trusting, cure: withPair }),
    error: "clientCertificate",
    kind: "tls",
    requests: 0,
  },
  { name: "7 a proxy wants a password", open: () => behindProxy(true), error: "proxy", requests: 0 },
  {
    name: "14 the server goes on after it was left",
    open: () => deafServer(false),
    text: "Hel",
    isAborted: true,
    requests: 1,
  },
  {
    name: "14 the same over TLS with an own authority",
    open: () => deafServer(true),
    text: "Hel",
    isAborted: true,
    requests: 1,
  },
  {
    name: "15 a kept connection was closed between two requests",
    open: () => droppedConnection(false),
    text: "Hello",
    end: "stop",
    requests: 1,
  },
  {
    name: "15 a kept connection is reset as the request comes",
    open: () => droppedConnection(true),
    text: "Hello",
    end: "stop",
    requests: 2,
  },
  { name: "16 localhost is IPv6 only", open: ipv6Only, text: "Hello", end: "stop", requests: 1 },
];

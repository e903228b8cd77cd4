/**
 * Preloaded into the extension host of a test: appends one line to FLYWHEEL_CONNECTION_LOG for every
 * network connection that is opened and every name that is looked up. Pipes and sockets on disk are none.
 */
const { appendFileSync } = require("node:fs");
const net = require("node:net");
const dns = require("node:dns");
const dgram = require("node:dgram");

const logFile = process.env.FLYWHEEL_CONNECTION_LOG;
const isExtensionHost = process.argv.some((argument) => argument.includes("extensionHost"));

if (logFile !== undefined && isExtensionHost) {
  const note = (kind, host, port) => appendFileSync(logFile, `${JSON.stringify({ kind, host, port })}\n`);
  note("start", "", 0);
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function recordedConnect(...args) {
    const first = Array.isArray(args[0]) ? args[0][0] : args[0];
    if (typeof first === "object" && first !== null && first.port !== undefined) {
      note("connect", String(first.host ?? "localhost"), Number(first.port));
    } else if (typeof first === "number") {
      note("connect", typeof args[1] === "string" ? args[1] : "localhost", first);
    }
    return connect.apply(this, args);
  };
  const lookup = dns.lookup;
  dns.lookup = function recordedLookup(name, ...rest) {
    note("lookup", name, 0);
    return lookup.call(this, name, ...rest);
  };
  const send = dgram.Socket.prototype.send;
  dgram.Socket.prototype.send = function recordedSend(...args) {
    note("datagram", "", 0);
    return send.apply(this, args);
  };
}

/**
 * Two small debuggers, so that the UI tests see what a real one would be asked and what it would find there:
 * one that attaches to a Java virtual machine by its wire protocol, one that starts a program.
 */
const { spawn } = require("node:child_process");
const { readFileSync } = require("node:fs");
const { connect } = require("node:net");
const vscode = require("vscode");

const HANDSHAKE = "JDWP-Handshake";

/** What the sessions were told and have seen, in order. */
const log = [];

class Adapter {
  #sent = new vscode.EventEmitter();
  #sequence = 0;
  onDidSendMessage = this.#sent.event;

  handleMessage(message) {
    if (message.type !== "request") return;
    const answer = (body) => this.#send({ type: "response", request_seq: message.seq, success: true, body });
    const { command } = message;
    if (command === "initialize") {
      answer({ supportsConfigurationDoneRequest: true });
      this.event("initialized");
    } else if (command === "launch" || command === "attach") {
      this.begin(message.arguments).then(
        () => answer(),
        (error) =>
          this.#send({
            ...{ type: "response", request_seq: message.seq, success: false },
            ...{ command, message: String(error) },
          }),
      );
      return;
    } else if (command === "configurationDone") {
      answer();
      this.goOn();
    } else if (command === "threads") {
      answer({ threads: [] });
    } else {
      if (command === "disconnect" || command === "terminate") this.end();
      answer();
    }
  }

  event(name, body) {
    this.#send({ type: "event", event: name, body });
  }

  #send(message) {
    this.#sequence += 1;
    const command = message.type === "response" ? { command: message.command ?? "" } : {};
    this.#sent.fire({ seq: this.#sequence, ...command, ...message });
  }

  dispose() {
    this.end();
  }
}

/** Attaches, asks to be told when the class under its name is loaded, and lets the virtual machine go on. */
class JavaAdapter extends Adapter {
  #socket;
  #packet = 0;

  begin({ hostName, port, name }) {
    return new Promise((resolve, reject) => {
      const socket = connect(port, hostName, () => socket.write(HANDSHAKE));
      this.#socket = socket;
      let seen = Buffer.alloc(0);
      let isReady = false;
      const className = name.replace(/^.*src\/test\/java\/|\.java$/g, "").replaceAll("/", ".");
      socket.on("error", reject);
      socket.on("data", (chunk) => {
        seen = Buffer.concat([seen, chunk]);
        if (!isReady && seen.subarray(0, HANDSHAKE.length).toString() === HANDSHAKE) {
          isReady = true;
          log.push({ java: "attached", hostName });
          this.#askForClass(className);
          resolve();
        }
        const signature = `L${className.replaceAll(".", "/")};`;
        if (seen.includes(signature)) {
          seen = Buffer.alloc(0);
          log.push({ java: "loads", className });
          this.goOn();
        }
      });
      socket.on("close", () => this.event("terminated"));
    });
  }

  /** EventRequest.Set: class prepare, suspend all, one class by its name. */
  #askForClass(className) {
    const text = Buffer.from(className);
    const body = Buffer.alloc(2 + 4 + 1 + 4);
    body[0] = 8;
    body[1] = 2;
    body.writeInt32BE(1, 2);
    body[6] = 5;
    body.writeInt32BE(text.length, 7);
    this.#command(15, 1, Buffer.concat([body, text]));
  }

  goOn() {
    this.#command(1, 9, Buffer.alloc(0));
  }

  end() {
    this.#socket?.destroy();
  }

  #command(set, command, body) {
    this.#packet += 1;
    const head = Buffer.alloc(11);
    head.writeInt32BE(11 + body.length, 0);
    head.writeInt32BE(this.#packet, 4);
    head[9] = set;
    head[10] = command;
    if (this.#socket?.writable) this.#socket.write(Buffer.concat([head, body]));
  }
}

/** Starts the program as it is told and keeps what it prints. */
class ProgramAdapter extends Adapter {
  #launch;
  #child;

  async begin(launch) {
    this.#launch = launch;
    const hasSymbols = readFileSync(launch.program).includes(".debug_info");
    log.push({ program: launch.program, args: launch.args, cwd: launch.cwd, hasSymbols });
  }

  goOn() {
    const { program, args, cwd } = this.#launch;
    const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "inherit"] });
    this.#child = child;
    let printed = "";
    child.stdout.on("data", (chunk) => (printed += chunk));
    child.on("close", (exitCode) => {
      log.push({ exitCode, printed });
      this.event("exited", { exitCode });
      this.event("terminated");
    });
  }

  end() {
    this.#child?.kill();
  }
}

function registerDebuggers(context) {
  for (const [type, make] of [
    ["java", () => new JavaAdapter()],
    ["cppdbg", () => new ProgramAdapter()],
  ]) {
    const factory = {
      createDebugAdapterDescriptor: () => new vscode.DebugAdapterInlineImplementation(make()),
    };
    context.subscriptions.push(vscode.debug.registerDebugAdapterDescriptorFactory(type, factory));
  }
}

module.exports = { log, registerDebuggers };

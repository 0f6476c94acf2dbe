import { createConnection, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { withUrl } from "../support/mysql.ts";

/**
 * A way to a server that can fall silent as a dead machine does: it takes what is sent, answers nothing and
 * never closes, not even when the other side does.
 */
export interface BlackHole extends AsyncDisposable {
  /** The URL that it was started with, led through it. */
  readonly url: string;
  silence(): void;
}

/** @param onAnswer is told of all that comes from the server, after it was passed on */
export async function startBlackHole(
  targetUrl: string,
  onAnswer: (hole: BlackHole) => unknown = () => undefined,
): Promise<BlackHole> {
  const { hostname: host, port } = new URL(targetUrl);
  const sockets: Socket[] = [];
  let silent = false;
  const pass = (from: Socket, to: Socket, told: () => unknown) => {
    sockets.push(from);
    from.on("error", () => undefined);
    from.on("data", (chunk) => {
      if (silent) return;
      to.write(chunk);
      told();
    });
    from.on("end", () => silent || to.end());
  };
  const listener = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = createConnection({ host, port: Number(port), allowHalfOpen: true });
    pass(client, upstream, () => undefined);
    pass(upstream, client, () => onAnswer(hole));
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const hole: BlackHole = {
    url: withUrl(targetUrl, { host: "127.0.0.1", port: (listener.address() as AddressInfo).port }),
    silence: () => {
      silent = true;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
  return hole;
}
